/**
 * Header in which a page says whose it is: the number of the account. Of a request whose session is another's nothing is answered, since
 * somebody else signed in meanwhile, in another tab of the same browser.
 */
export const ACCOUNT_HEADER = 'x-console-account';
