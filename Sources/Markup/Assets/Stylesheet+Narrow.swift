extension Stylesheet {
    /// Phones, down to 360 pixels across, and large type on them.
    static let narrow = """
        @media (max-width:60rem){
        .split{grid-template-columns:minmax(0,1fr)}
        .split.first>:nth-child(n){grid-area:auto}
        .brand .tagline{display:none}
        }
        @media (max-width:44rem){
        .bar,.page,nav.main>ul{padding-inline:1rem}
        header.site .bar{flex-wrap:wrap;gap:.25rem .5rem;min-height:3.5rem}
        .tools{gap:.125rem;margin-left:auto}
        .tool{min-width:2rem;padding:0 .25rem}
        .themes{gap:0}
        .menu>summary{padding:0 .125rem;gap:.25rem}
        .preferences{gap:0}
        .themes{border:0;padding:0;margin:0}
        .menu.user .name{position:absolute;width:1px;height:1px;clip-path:inset(50%)}
        .tools>.button{min-height:2.25rem;padding:.25rem .75rem}
        .page{padding-block:1.25rem 2.5rem}
        h1{font-size:1.5rem}
        .heading .actions{width:100%}
        .breadcrumbs li:not(:first-child,:nth-last-child(-n+2)){display:none}
        .card>.head{padding:.75rem 1rem 0}
        .card>.body{padding:.875rem 1rem 1rem}
        .card>.foot{padding:.625rem 1rem}
        .submit.sticky{margin-inline:-1rem;padding-inline:1rem}
        .tiles{grid-template-columns:repeat(2,minmax(0,1fr));gap:.75rem}
        [data-type=large] .tiles{grid-template-columns:repeat(auto-fit,minmax(min(8rem,100%),1fr))}
        .tile{padding:.75rem .875rem}
        .tile:last-child:nth-child(odd){grid-column:1/-1}
        .tile .value{font-size:1.5rem}
        .launchers ul{grid-template-columns:repeat(2,minmax(0,1fr))}
        .launchers li:last-child:nth-child(odd){grid-column:1/-1}
        .launchers a{position:relative;gap:.625rem;padding:.625rem .75rem}
        .launchers .count{position:absolute;top:.375rem;right:.375rem}
        [data-type=large] .launchers a{flex-direction:column;justify-content:center;gap:.375rem;
        text-align:center}
        [data-type=large] .launchers .label{flex:none}
        .search input{flex-basis:100%;max-width:none}
        .sides{grid-template-columns:minmax(0,1fr)}
        .cards table,.cards tbody,.cards tr,.cards td,.cards tbody th,.cards caption{display:block}
        .cards thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
        .cards tr{padding:.625rem 0;border-bottom:1px solid var(--edge)}
        .cards tbody tr:first-child{border-top:1px solid var(--edge)}
        .cards td,.cards tbody th{display:grid;grid-template-columns:minmax(4em,6.5em) minmax(0,1fr);gap:0 1rem;
        padding:.1875rem 0;border:0;text-align:left;white-space:normal}
        .cards td::before{content:attr(data-label);color:var(--soft);font-weight:400}
        .cards tbody th{display:block;font-size:1rem}
        .cards tr.good,.cards tr.warn,.cards tr.bad,.cards tr.info{padding-left:.75rem}
        .cards tr>:first-child{box-shadow:none!important}
        .cards tr.good{box-shadow:inset 3px 0 0 var(--good)}.cards tr.warn{box-shadow:inset 3px 0 0 var(--warn)}
        .cards tr.bad{box-shadow:inset 3px 0 0 var(--bad)}.cards tr.info{box-shadow:inset 3px 0 0 var(--info)}
        .steps{position:relative;padding-bottom:3.25rem}
        .steps li{position:static;flex-direction:row;justify-content:flex-end;padding:0;
        background:linear-gradient(var(--none),var(--none)) 0/100% 2px no-repeat}
        .steps li:first-child{flex:none;background:none}
        .steps li.done+li{background-image:linear-gradient(var(--accent),var(--accent))}
        .steps li+li::before{display:none}
        .steps .dot{margin:0;width:1.25rem;height:1.25rem}
        .steps li:not(.current,.failed)>:not(.dot){position:absolute;width:1px;height:1px;overflow:hidden;
        clip-path:inset(50%)}
        .steps :is(.current,.failed)>:not(.dot){position:absolute;left:0;bottom:1.5rem}
        .steps :is(.current,.failed)>.title~*{bottom:0}
        .steps :is(.current,.failed)>.date+.note{left:6.5rem}
        .bars .plot,.waterfall .plot,.stacked .plot{display:block}
        .entry{display:grid;grid-template-columns:minmax(0,1fr) max-content;gap:0 .75rem;padding:.1875rem 0}
        .entry .name{text-align:left}
        .entry .text{grid-row:1;grid-column:2}
        .entry svg{grid-column:1/-1}
        .waterfall .entry{padding:0}
        .label .value{display:none}
        .scroll :is(thead,tbody) th:first-child{position:sticky;left:0;z-index:1;min-width:7.5rem;
        background:var(--paper)}
        .card .scroll tbody th:first-child{background:var(--surface)}
        .scroll thead th:first-child,.scroll tr.total th:first-child{background:var(--wash)}
        .choices.many{grid-template-columns:minmax(0,1fr)}
        .cards .blank{display:none!important}
        .pagination .note{width:100%}
        .pagination .button{flex:1}
        }
        @media (pointer:coarse){
        .drop{padding:.75rem}
        .drop .prompt{display:flex;align-items:center;min-height:2.5rem;color:var(--accent);font-weight:700}
        .drop .prompt>:first-child{display:none}
        .drop .prompt>:last-child{display:inline}
        input[type=file]::file-selector-button{min-height:2.75rem;padding-inline:1.25rem}
        .breadcrumbs a{padding-block:.5rem}
        .cards th a{display:block;padding-block:.5rem}
        }
        @container (max-width:30rem){
        .timeline li{grid-template-columns:minmax(0,1fr);padding-left:1.5rem}
        .timeline .when{text-align:left}
        .timeline li::before{left:0}
        .timeline li:not(:last-child)::after{left:calc(.3125rem - 1px)}
        }
        @media (max-width:26rem){
        .facts>div{grid-template-columns:minmax(0,1fr)}
        .facts dt{font-size:.875rem}
        }
        """
}
