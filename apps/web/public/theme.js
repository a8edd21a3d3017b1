// Before the first paint, so that a page in the dark does not flash; a file of its own, since inline scripts are refused.
try {
  const theme = JSON.parse(localStorage.getItem("thorp.theme") ?? '"system"');
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Without storage the system's colours are used.
}
