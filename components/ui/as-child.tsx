import { cloneElement, isValidElement, type ReactNode } from 'react';
import { cn } from './cn';

interface Props {
	readonly className?: string;
	readonly children?: ReactNode;
	readonly [property: string]: unknown;
}

/** Its one child, an element, given these properties besides its own, which win; class names are joined. */
export function AsChild({ children, className, ...props }: Props) {
	if (!isValidElement<Props>(children)) throw new Error('AsChild wants one element');
	const own = children.props;
	const joined = cn(className, own.className);
	return cloneElement(children, { ...props, ...own, ...(joined === '' ? {} : { className: joined }) });
}
