// Stands in for the package of this name in tests, where there is no React server build to be kept out of.
export {};
