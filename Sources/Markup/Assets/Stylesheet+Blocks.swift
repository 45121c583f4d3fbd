extension Stylesheet {
    /// Cards, facts, callouts, tiles: what stands on a page.
    static let blocks = """
        .card{background:var(--surface);border:1px solid var(--line);border-radius:var(--round);
        box-shadow:var(--shade)}
        .card>.head{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.5rem 1rem;
        padding:.875rem 1.25rem 0}
        .card>.body{padding:1rem 1.25rem 1.25rem}
        .card>.head+.body{padding-top:.75rem}
        .card>.body>*+*{margin-top:1rem}
        .card>.foot{padding:.75rem 1.25rem;border-top:1px solid var(--line);color:var(--soft);font-size:.9375rem}
        .card.good,.card.warn,.card.bad,.card.info{border-left-width:4px}
        .card.good{border-left-color:var(--good)}.card.warn{border-left-color:var(--warn)}
        .card.bad{border-left-color:var(--bad)}.card.info{border-left-color:var(--info)}
        .actions,.row{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem .625rem}
        .grid{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(20rem,100%),1fr));gap:var(--gap)}
        .split{display:grid;grid-template-columns:minmax(0,1fr) minmax(16rem,22rem);gap:var(--gap);align-items:start}
        .split>*>*+*{margin-top:var(--gap)}
        .split.first>*{grid-row:1}.split.first>aside{grid-column:2}.split.first>div{grid-column:1}
        .grid>*{min-width:0}
        .facts>div{display:grid;grid-template-columns:minmax(5em,9em) minmax(0,1fr);gap:0 1.25rem;padding:.4375rem 0;
        border-bottom:1px solid var(--line)}
        .facts>div:last-child{border-bottom:0}
        .facts dt{color:var(--soft)}
        .facts dd{margin:0}
        .callout,.notice{display:flex;gap:.75rem;padding:.75rem 1rem;border-left:4px solid var(--neutral);
        border-radius:3px;background:var(--neutral-wash)}
        .callout>.icon,.notice>.icon{margin-top:.3em;color:var(--neutral);width:1.25rem;height:1.25rem}
        .callout>div,.notice>div{min-width:0;flex:1}
        .callout .title{font-weight:700}
        .callout .title+*{margin-top:.125rem}
        .callout .row{margin-top:.625rem}
        .callout .row>.quiet:first-child{margin-left:-.625rem}
        .revealed code{font-size:1.25rem}
        .callout.good,.notice.good{background:var(--good-wash);border-color:var(--good)}
        .callout.warn,.notice.warn{background:var(--warn-wash);border-color:var(--warn)}
        .callout.bad,.notice.bad{background:var(--bad-wash);border-color:var(--bad)}
        .callout.info,.notice.info{background:var(--info-wash);border-color:var(--info)}
        .good>.icon{color:var(--good)!important}.warn>.icon{color:var(--warn)!important}
        .bad>.icon{color:var(--bad)!important}.info>.icon{color:var(--info)!important}
        .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(10rem,100%),1fr));gap:1rem;padding:0;
        list-style:none}
        .tile{position:relative;display:flex;flex-direction:column;padding:.875rem 1.125rem 1rem;
        background:var(--surface);border:1px solid var(--line);border-radius:var(--round);box-shadow:var(--shade)}
        .tile .label{color:var(--soft);font-size:.9375rem}
        .tile .label a{color:inherit;text-decoration-color:var(--edge)}
        .tile .label a::after{content:"";position:absolute;inset:0}
        .tile:has(a:hover){border-color:var(--edge)}
        .tile .value{font-size:2rem;line-height:1.3;font-weight:700;letter-spacing:-.01em}
        .tile .value small{margin-left:.25em;font-size:.9375rem;font-weight:400;color:var(--soft)}
        .tile .note{font-size:.875rem;color:var(--soft)}
        .tile.good .value{color:var(--good)}.tile.warn .value{color:var(--warn)}
        .tile.bad .value{color:var(--bad)}.tile.info .value{color:var(--info)}
        .tile .spark{margin-top:auto;padding-top:.5rem;box-sizing:content-box}
        .launchers ul{display:grid;grid-template-columns:repeat(auto-fill,minmax(12rem,1fr));gap:.75rem}
        .launchers li{display:flex;min-width:0}
        .launchers a{display:flex;flex:1;align-items:center;gap:.75rem;min-width:0;min-height:4.25rem;
        padding:.75rem .875rem;background:var(--surface);border:1px solid var(--line);border-radius:var(--round);
        box-shadow:var(--shade);color:var(--ink);font-weight:700;line-height:1.35;text-decoration:none}
        .launchers a:hover{border-color:var(--edge);background:var(--wash)}
        .launchers .symbol{display:flex;align-items:center;justify-content:center;width:2.5rem;height:2.5rem;
        flex:none;border-radius:50%;background:var(--tint);color:var(--accent-deep)}
        .launchers .icon{width:1.375rem;height:1.375rem;stroke-width:1.25;vertical-align:0}
        .launchers .label{flex:1;min-width:0}
        .launchers .count{flex:none;background:var(--bad-wash);color:var(--bad);font-weight:700}
        .disclosure{border:1px solid var(--line);border-radius:var(--round);background:var(--surface)}
        .disclosure>summary{min-height:2.75rem;padding:.5rem 1rem;cursor:pointer;font-weight:700}
        .disclosure>summary::marker{color:var(--accent)}
        .disclosure>.body{padding:.25rem 1rem 1rem}
        .disclosure>.body>*+*{margin-top:.75rem}
        .consent>*+*{margin-top:.375rem}
        .consent>form.inline{margin-top:.75rem}
        .consent+.consent{padding-top:1rem;border-top:1px solid var(--line)}
        .nothing,.table>.none{padding:2rem 1.25rem;text-align:center;color:var(--soft)}
        .nothing svg{display:block;margin:0 auto .75rem;fill:none;stroke:var(--edge);stroke-width:2;
        stroke-linejoin:round;stroke-linecap:round}
        .nothing .title{color:var(--ink);font-weight:700;font-size:1.0625rem}
        .nothing .button{margin-top:1rem}
        .error{padding:2rem 0;text-align:center}
        .error .code{font:700 5rem/1.1 var(--serif);color:var(--accent)}
        .error p{text-wrap:balance}
        .error>*+*{margin-top:.75rem}
        .error .row{justify-content:center;margin-top:1.5rem}
        .error .reference{color:var(--soft);font-size:.875rem}
        .qr{display:block;width:10rem;height:auto;border:1px solid var(--line);border-radius:var(--round)}
        """
}
