/** What pages are made of: buttons, notices, facts, code, steps, and the wire that shows who holds what. */
export const componentStyle = `
.lede{margin-top:1rem;font-size:1.125rem;color:var(--muted)}
.stack>*+*{margin-top:1.5rem}
.actions{display:flex;flex-wrap:wrap;align-items:center;gap:.75rem 1rem;margin-top:1.75rem}
.button{display:inline-flex;align-items:center;justify-content:center;min-height:2.75rem;padding:.5rem 1.25rem;border:1px solid var(--accent);
border-radius:6px;background:var(--accent);color:var(--on-accent);font:600 1rem/1.3 var(--sans);text-align:center;text-decoration:none;cursor:pointer}
.button:hover{background:var(--accent-strong);border-color:var(--accent-strong);color:var(--on-accent)}
.button.quiet{background:transparent;border-color:var(--edge);color:var(--ink);font-weight:500}
.button.quiet:hover{border-color:var(--ink);color:var(--ink)}
.button.armed,.button.armed:hover{border-color:var(--bad);color:var(--bad);font-weight:600}
.button.small{min-height:2.25rem;padding:.25rem .875rem;font-size:.9375rem}
.button:disabled{opacity:.6;cursor:progress}
.panel{padding:clamp(1rem,3vw,1.5rem);border:1px solid var(--line);border-radius:8px;background:var(--surface)}
.notice{padding:.75rem 1rem;border-left:4px solid var(--accent);border-radius:2px 6px 6px 2px;background:var(--sunken);max-width:65ch}
.notice.caution{border-color:var(--caution)}
.notice.bad{border-color:var(--bad)}
.notice .actions{margin-top:.75rem}
.health{font-weight:650}
.health.good{color:var(--good)}
.health.caution{color:var(--caution)}
.health.bad{color:var(--bad)}
.facts{display:grid;gap:.875rem}
.facts dt{margin-bottom:.125rem;color:var(--muted);font-size:.875rem}
.facts time{color:var(--muted);font-size:.9375rem}
.facts dd{overflow-wrap:anywhere}
.scopes{display:flex;flex-wrap:wrap;gap:.375rem;padding:0;list-style:none}
.scopes li{padding:.0625rem .5rem;border:1px solid var(--line);border-radius:4px;background:var(--sunken);overflow-wrap:anywhere}
.code{overflow:auto;padding:.875rem 1rem;border:1px solid var(--line);border-radius:6px;background:var(--sunken);line-height:1.55;tab-size:2}
.code code{font-size:1em}
.code.wrap{white-space:pre-wrap;overflow-wrap:anywhere}
.hint{color:var(--muted);font-size:.9375rem}
.outcome{font-variant-numeric:tabular-nums}
.answer{min-height:8rem;max-height:26rem}
.steps{display:grid;gap:1.5rem;padding:0;list-style:none;counter-reset:step}
.steps>li{position:relative;padding-left:2.75rem;counter-increment:step;min-width:0}
.steps>li::before{content:counter(step);position:absolute;left:0;top:-.125rem;width:1.75rem;height:1.75rem;border:1.5px solid var(--wire);
border-radius:50%;color:var(--wire);font:600 .9375rem/1.6rem var(--mono);text-align:center}
.steps>li>*+*{margin-top:.625rem}
.steps .code{max-width:48rem}
.wire{display:grid;margin-top:2.25rem;padding:0;list-style:none}
.station{position:relative;padding:0 0 1.5rem 2rem}
.station:last-child{padding-bottom:0}
.station::before{content:"";position:absolute;left:.0625rem;top:.3125rem;width:.875rem;height:.875rem;border:3px solid var(--wire);border-radius:50%;background:var(--ground)}
.station.here::before{background:var(--wire)}
.station::after{content:"";position:absolute;left:.4375rem;top:1.1875rem;bottom:-.3125rem;border-left:2px solid var(--wire)}
.station:last-child::after{display:none}
.station strong{display:block;font-weight:650}
.station span{display:block;color:var(--muted);font-size:.9375rem}
.wire.open .here::after{border-left-style:dashed;border-color:var(--edge)}
.wire.open .station:last-child::before{border-color:var(--edge)}
.wire.broken .here::after{border-left-style:dotted;border-color:var(--bad)}
.wire.broken .station:last-child::before{border-color:var(--bad)}
.status-code{margin-bottom:.375rem;color:var(--wire);font:600 1rem/1.4 var(--mono);letter-spacing:.02em}
.trace{display:flex;flex-wrap:wrap;gap:.5rem 2rem;margin-top:2.5rem;padding-top:1rem;border-top:1px solid var(--line)}
.trace dt{color:var(--muted);font-size:.875rem}
.trace dd{overflow-wrap:anywhere}
@media (min-width:40rem){
.wire{grid-template-columns:repeat(3,minmax(0,1fr))}
.station,.station:last-child{padding:1.75rem 1.5rem 0 0}
.station::before{left:0;top:0}
.station::after{left:.875rem;right:0;top:.375rem;bottom:auto;border-left:0;border-top:2px solid var(--wire)}
.wire.open .here::after{border-top-style:dashed}
.wire.broken .here::after{border-top-style:dotted}
}
.columns{display:grid;gap:1.5rem;margin-top:2.25rem}
.columns>*{min-width:0}
@media (min-width:60rem){.columns{grid-template-columns:minmax(0,23rem) minmax(0,1fr);align-items:start}}
.call-line{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.5rem 1rem}
.call-line>p{flex:1 1 16rem}
.section{margin-top:2.5rem}
.section>*+*{margin-top:1.25rem}
.panel>*+*{margin-top:1rem}
.panel>.actions{margin-top:1.5rem}
.panel .call-line+.code{margin-top:.625rem}
@media (prefers-reduced-motion:no-preference){
.running{animation:breathe 1.2s ease-in-out infinite}
@keyframes breathe{50%{opacity:.55}}
}
`;
