// Applies the stored theme and density before the first paint, so that neither flashes. Keys as in components/shell/preferences.ts.
(() => {
	try {
		const root = document.documentElement;
		const theme = localStorage.getItem('caracal.theme');
		if (theme === 'dark' || theme === 'light') root.dataset.theme = theme;
		if (localStorage.getItem('caracal.density') === 'comfortable') root.dataset.density = 'comfortable';
	} catch {
		// storage is blocked: the system's theme stands
	}
})();
