/** The style sheet of the sign-in pages; colours hold a contrast of 4.5 to 1 and more in both schemes (WCAG 2.2, criterion 1.4.3). */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --ground: #eef2f7; --card: #ffffff; --ink: #16202e; --soft: #51607a; --line: #8594ad; --mark: #1c4f9c;
  --mark-ink: #ffffff; --bad: #a4201d; --bad-ground: #fdeceb; --tower: #1c4f9c; --lamp: #b26a00; }
@media (prefers-color-scheme: dark) { :root { --ground: #0d1420; --card: #172132; --ink: #e9eef7; --soft: #a9b6cc; --line: #6f7f9b;
  --mark: #8fb8ff; --mark-ink: #0d1420; --bad: #ffb4ae; --bad-ground: #3a1c1d; --tower: #8fb8ff; --lamp: #ffc56b; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; grid-template-rows: 1fr auto; justify-items: center; align-items: center;
  padding: 2rem 1rem; background: var(--ground); color: var(--ink); line-height: 1.6;
  font-family: system-ui, -apple-system, "Segoe UI", "Hiragino Sans", "Noto Sans JP", "Yu Gothic UI", Meiryo, sans-serif; }
main { width: min(25rem, 100%); background: var(--card); border-radius: 1rem; padding: 2rem; box-shadow: 0 0.5rem 2rem rgb(13 20 32 / 14%); }
header { display: flex; align-items: center; gap: 0.75rem; margin-bottom: 1.5rem; }
header svg { width: 2.75rem; height: 2.75rem; flex: none; }
.name { font-size: 1.3rem; font-weight: 700; letter-spacing: 0.02em; line-height: 1.2; margin: 0; }
.place { margin: 0; color: var(--soft); font-size: 0.9rem; }
h1 { font-size: 1.25rem; line-height: 1.35; margin: 0 0 0.5rem; }
p { margin: 0 0 1rem; }
.lead, .rule { color: var(--soft); }
.rule { font-size: 0.875rem; margin: 0.35rem 0 0; }
label { display: block; font-weight: 600; margin: 1rem 0 0.35rem; }
input { width: 100%; font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: 0.5rem; padding: 0.65rem 0.75rem; }
button { width: 100%; margin-top: 1.5rem; font: inherit; font-weight: 700; color: var(--mark-ink); background: var(--mark); border: 0;
  border-radius: 0.5rem; padding: 0.75rem; cursor: pointer; }
button:hover { filter: brightness(1.08); }
input:focus-visible, button:focus-visible { outline: 3px solid var(--lamp); outline-offset: 2px; }
.alert { margin: 0 0 1rem; padding: 0.75rem 1rem; border-radius: 0.5rem; color: var(--bad); background: var(--bad-ground); font-weight: 600; }
footer { color: var(--soft); font-size: 0.85rem; padding-top: 1.5rem; text-align: center; }
`;
