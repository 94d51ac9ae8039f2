/** The one style sheet of the sandbox's pages: light and dark, from 320 px up, AA contrast. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --page: #f4f5f7; --card: #ffffff; --text: #1b1d22; --quiet: #565c69; --line: #d5d9e0;
  --accent: #c2410c; --on-accent: #ffffff; --chip: #eceff3; --good: #146c3a; --bad: #b3261e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14161a; --card: #1e2127; --text: #eceef2; --quiet: #a6adba; --line: #363b45;
    --accent: #fb923c; --on-accent: #1b1208; --chip: #2a2e36; --good: #6fd398; --bad: #ff9a92;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--text);
  font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif;
}
main { width: min(72rem, 100%); margin: 0 auto; padding: 1.5rem 1rem 4rem; }
main.narrow { width: min(34rem, 100%); padding-top: clamp(1rem, 6vh, 4rem); }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.125rem; margin: 0 0 .75rem; }
p { margin: 0 0 .75rem; }
a { color: var(--accent); }
code, pre { font: .875rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
code { background: var(--chip); padding: .1em .35em; border-radius: .25rem; overflow-wrap: anywhere; }
pre { background: var(--chip); padding: .75rem; border-radius: .5rem; margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.quiet { color: var(--quiet); }
.small { font-size: .875rem; }
.badge {
  display: inline-block; background: var(--chip); color: var(--quiet); border-radius: 1rem;
  padding: .1rem .6rem; font-size: .8125rem; font-weight: 600; white-space: nowrap;
}
.good { color: var(--good); } .bad { color: var(--bad); }
.card, section {
  background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1.25rem; margin: 0 0 1rem;
}
.grid { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); align-items: start; }
.grid > section { margin: 0; min-width: 0; }
.grid { margin-bottom: 1rem; }
.wide + form { margin-top: .75rem; }
.wide { overflow-x: auto; }
header { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: baseline; justify-content: space-between; margin-bottom: 1rem; }
fieldset { border: 0; margin: 0 0 1rem; padding: 0; min-width: 0; }
legend, .label { font-weight: 600; padding: 0; margin: 0 0 .5rem; display: block; }
.choice {
  display: flex; gap: .75rem; align-items: center; padding: .625rem .75rem; border: 1px solid var(--line);
  border-radius: .5rem; margin-bottom: .5rem; cursor: pointer;
}
.choice:has(input:checked) { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); }
.choice small { display: block; color: var(--quiet); overflow-wrap: anywhere; }
input[type=radio] { accent-color: var(--accent); width: 1.125rem; height: 1.125rem; flex: none; margin: 0; }
select, input:not([type=radio]) {
  font: inherit; font-weight: 400; color: inherit; background: var(--card); border: 1px solid var(--quiet); border-radius: .375rem;
  padding: .4rem .5rem; width: 100%; min-width: 0;
}
.fields { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); margin-bottom: .75rem; }
.fields label { font-size: .875rem; font-weight: 600; min-width: 0; }
button {
  font: inherit; font-weight: 600; border-radius: .5rem; border: 1px solid var(--quiet); background: transparent;
  color: var(--text); padding: .5rem 1.125rem; cursor: pointer;
}
button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
button.slim { padding: .1rem .6rem; font-size: .875rem; }
button:hover { filter: brightness(1.08); text-decoration: underline; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.actions { display: flex; flex-wrap: wrap; gap: .75rem; }
.inline { display: inline-flex; gap: .375rem; }
ul.scopes { list-style: none; display: flex; flex-wrap: wrap; gap: .375rem; padding: 0; margin: 0 0 1rem; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; }
caption { text-align: left; font-weight: 600; padding-bottom: .5rem; }
th, td { text-align: left; padding: .375rem .5rem; border-bottom: 1px solid var(--line); vertical-align: top; }
thead th { color: var(--quiet); white-space: nowrap; }
th { font-weight: 600; }
td.breaks { overflow-wrap: anywhere; min-width: 12rem; }
th .small { font-weight: 400; }
tbody tr:last-child > * { border-bottom: 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .375rem 1rem; margin: 0; }
dt { color: var(--quiet); } dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
`;
