extension Stylesheet {
    /// The screen of whoever watches: alarms, and where they are. What is new moves for less than five seconds.
    static let duty = """
        .duty{display:grid;gap:var(--gap);grid-template-columns:minmax(0,1fr);align-items:start}
        .duty h2{margin-bottom:.75rem}
        .alarms{display:grid;gap:.75rem;margin:0;padding:0;list-style:none}
        .alarm{padding:.75rem 1rem;border:1px solid var(--line);border-left:5px solid var(--edge);
        border-radius:var(--round);background:var(--surface)}
        .alarm.bad{border-left-color:var(--bad)}.alarm.warn{border-left-color:var(--gold)}
        .alarm.waits.bad{background:var(--bad-wash)}.alarm.waits.warn{background:var(--warn-wash)}
        .alarm .top{display:flex;flex-wrap:wrap;align-items:center;gap:.25rem .625rem}
        .alarm h3{margin-right:auto;font-size:1.0625rem}
        .alarm h3 a{display:inline-block;min-height:1.5rem;color:inherit}
        .alarm .where,.alarm .since{color:var(--soft);font-size:.9375rem}
        .alarm.waits .where,.alarm.waits .since{color:inherit}
        .alarm .row{margin-top:.5rem}
        .ring{fill:none;stroke:var(--plot);stroke-width:2.5}
        .ring.bad{stroke:var(--bad)}.ring.warn{stroke:var(--gold)}
        .district.neutral{fill:var(--neutral-wash)}
        @keyframes fresh{50%{background:var(--surface)}}
        @keyframes spread{from{r:6px;opacity:1}to{r:22px;opacity:0}}
        .alarm.fresh{animation:fresh 1.2s ease-in-out 3}
        .place .ring{animation:spread 1.2s ease-out 3}
        .span{fill:var(--plot);opacity:.18}
        @media (min-width:70rem){.duty{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}.duty>.whereabouts{order:-1}}
        @media print{.alarm form{display:none}}
        """
}
