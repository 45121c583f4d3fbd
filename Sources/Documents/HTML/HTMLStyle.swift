/// The look of the HTML report. Sizes are in points: the page on paper is the measure, a screen scales it.
enum HTMLStyle {
    static let sans =
        "\"Noto Sans CJK SC\",\"Source Han Sans SC\",\"Microsoft YaHei\",\"PingFang SC\",sans-serif"
    static let serif = "\"Noto Serif CJK SC\",\"Source Han Serif SC\",SimSun,serif"

    static let base = text + cover + table + figures + handwriting + paper + screen

    private static let text = """
        :root{--ink:#1c2326;--soft:#56636a;--line:#cdd5d7;--wash:#f3f6f6;--tint:#e5efef;--teal:#0f5c63;--gold:#b8891b;
        --good:#1c6a43;--warning:#8a5700;--bad:#a2262b}
        *{box-sizing:border-box}
        html{font:10.5pt/1.62 \(sans);color:var(--ink);background:#fff;-webkit-text-size-adjust:100%;
        print-color-adjust:exact;-webkit-print-color-adjust:exact;text-autospace:normal}
        body{margin:0;overflow-wrap:anywhere;line-break:strict}
        h1,h2,h3,h4{font-family:\(serif);font-weight:700;line-height:1.35;margin:0;color:var(--ink);text-wrap:balance;
        break-after:avoid;break-inside:avoid}
        .level1{font-size:19pt;color:var(--teal);margin:0 0 12pt;padding-bottom:6pt;\
        border-bottom:1.2pt solid var(--teal)}
        .level2{font-size:13.5pt;margin:17pt 0 7pt}
        .level3{font-size:11.5pt;margin:13pt 0 5pt}
        p{margin:0 0 8pt;orphans:2;widows:2}
        :lang(zh) main p{text-align:justify}
        ul{margin:0 0 10pt;padding-left:1.4em}
        li{margin:0 0 3pt;break-inside:avoid}
        p,li,th,td,dd{text-wrap:pretty}
        li::marker{color:var(--teal)}
        .facts{margin:0 0 12pt;border-top:.5pt solid var(--line)}
        .facts>div{display:grid;grid-template-columns:9.5em 1fr;column-gap:1.2em;padding:3.2pt 0;
        border-bottom:.5pt solid var(--line);break-inside:avoid}
        .facts dt{color:var(--soft)}
        .facts dd{margin:0;min-height:1.62em}
        .mark{display:inline-block;width:1.35em;height:1.35em;border-radius:50%;background:currentColor;
        font:700 .8em/1.35 "DejaVu Sans","Segoe UI Symbol",\(sans);text-align:center;-webkit-text-fill-color:#fff;
        vertical-align:.05em;margin-right:.1em}
        .good{color:var(--good)}.warning{color:var(--warning)}.bad{color:var(--bad)}
        .callout{margin:10pt 0 12pt;padding:8pt 12pt;background:var(--wash);border-left:3pt solid var(--soft);
        color:var(--ink);break-inside:avoid}
        .callout p{margin:0}
        .callout .title{font-weight:700}
        .callout .title+p{margin-top:3pt}
        .callout.good{border-color:var(--good);background:#eef5f0}
        .callout.warning{border-color:var(--warning);background:#faf4e6}
        .callout.bad{border-color:var(--bad);background:#faeeee}
        .callout.good .title{color:var(--good)}.callout.warning .title{color:var(--warning)}
        .callout.bad .title{color:var(--bad)}
        .callout.good .mark{color:var(--good)}.callout.warning .mark{color:var(--warning)}
        .callout.bad .mark{color:var(--bad)}

        """

    private static let cover = """
        .cover{display:flex;flex-direction:column;justify-content:space-between;align-items:center;text-align:center;
        border-top:3pt solid var(--teal);border-bottom:3pt solid var(--teal);position:relative}
        .cover::before,.cover::after{content:"";position:absolute;left:0;right:0;border-top:.6pt solid var(--teal)}
        .cover::before{top:2.4pt}.cover::after{bottom:2.4pt}
        .cover h1{font-size:33pt;line-height:1.3}
        :lang(zh) .cover h1{letter-spacing:.06em}
        .cover .subtitle{font-size:12.5pt;color:var(--soft);margin:12pt 0 0;text-align:center;text-wrap:balance}
        .cover .stars{display:block;margin:0 auto 8pt;fill:var(--gold);height:27pt;width:auto}
        .cover .headline{font:700 54pt/1.25 \(serif);color:var(--teal);letter-spacing:.04em;margin:0;text-align:center}
        .cover .headline.long{font-size:34pt;letter-spacing:0;text-wrap:balance}
        .cover .caption{font-size:12pt;color:var(--soft);margin:8pt 0 0;text-align:center;text-wrap:balance}
        .cover .facts{width:100%;max-width:125mm;margin:0;border:0;text-align:left}
        .cover .facts>div{border:0;padding:0;margin:0 0 7pt;grid-template-columns:7.5em 1fr;align-items:end}
        .cover .facts dt{padding-bottom:2pt}
        .cover .facts dd{border-bottom:.6pt solid var(--soft);text-align:center;padding:0 4pt 2pt}
        :lang(zh) .cover .facts dt{text-align-last:justify}

        """

    private static let table = """
        table{width:100%;table-layout:fixed;border-collapse:separate;border-spacing:0;margin:10pt 0 14pt;
        font-size:9pt;line-height:1.45;border-bottom:1.2pt solid var(--teal)}
        caption{caption-side:top;text-align:left;font-weight:700;font-size:9.5pt;padding:0 0 4pt;break-after:avoid}
        th,td{padding:3.4pt 5pt;text-align:left;vertical-align:top;font-weight:400;border-bottom:.5pt solid var(--line)}
        tr,.short{break-inside:avoid}
        thead{display:table-header-group}
        thead,thead tr{break-after:avoid}
        thead th,thead td{font-weight:700;background:var(--wash);color:var(--teal);vertical-align:bottom;
        border-top:1.2pt solid var(--teal);border-bottom:.8pt solid var(--teal)}
        colgroup+tbody>:first-child>*{border-top:1.2pt solid var(--teal)}
        .group th,.group td{background:var(--tint);color:var(--teal);font-weight:700;break-after:avoid}
        tr.group{break-after:avoid}tr.total{break-before:avoid}
        .total th,.total td{font-weight:700;border-top:.8pt solid var(--teal);background:var(--wash)}
        th.center,td.center{text-align:center}
        th.trailing,td.trailing{text-align:right;padding-right:9pt;font-variant-numeric:tabular-nums}
        tbody th.good,td.good{color:var(--good)}tbody th.warning,td.warning{color:var(--warning)}
        tbody th.bad,td.bad{color:var(--bad)}

        """

    private static let figures = """
        figure{margin:10pt 0 14pt;break-inside:avoid}
        figcaption{font-weight:700;font-size:9.5pt;margin-bottom:6pt}
        .bars{list-style:none;margin:0;padding:8pt 0;border-top:.5pt solid var(--line);\
        border-bottom:.5pt solid var(--line)}
        .bars li{display:grid;grid-template-columns:10em 1fr 8em;column-gap:1em;align-items:center;margin:0;\
        padding:3.5pt 0;
        line-height:1.4}
        .bars .label{text-align:right}
        .bars .bar{display:block;width:100%;height:11pt}
        .bars .range{fill:var(--tint)}.bars .value{fill:var(--teal)}
        .bars .figure{font-variant-numeric:tabular-nums}

        """

    private static let handwriting = """
        .signatures{display:grid;grid-template-columns:1fr 1fr;gap:12pt;margin:12pt 0 14pt}
        .signature:last-child:nth-child(odd){grid-column:1/3}
        .signature{border:.6pt solid var(--soft);padding:9pt 12pt 12pt;display:flex;flex-direction:column;
        break-inside:avoid}
        .signature .title{font-weight:700;margin:0}
        .signature .room{flex:1;min-height:30mm}
        .write{max-width:75mm;display:flex;align-items:flex-end;gap:.4em;margin:0;padding-top:11pt;line-height:1.3}
        .write .rule{flex:1;border-bottom:.6pt solid var(--soft)}
        .lines{margin:4pt 0 14pt}
        .lines div{height:10mm;border-bottom:.5pt solid var(--soft);break-inside:avoid}

        """

    private static let paper = """
        @media print{
        .cover{height:250mm;padding:30mm 0 16mm;break-after:page}
        .level1{break-before:page}
        main>:first-child{break-before:auto}
        body>footer{display:none}
        }

        """

    private static let screen = """
        @media screen{
        html{font-size:16px}
        body{max-width:60rem;margin:0 auto;padding:0 1.5rem 3rem}
        .cover{min-height:50rem;padding:4.5rem 0 3.5rem;margin:1.5rem 0 3rem}
        .level1{margin-top:3rem}
        table{font-size:.875rem}
        body>footer{margin-top:3rem;padding-top:.75rem;border-top:1px solid var(--line);color:var(--soft);\
        font-size:.8rem}
        }
        @media screen and (max-width:45rem){
        body{padding:0 1rem 2rem}
        .cover{min-height:0;gap:3rem;padding:3rem 0 2.5rem;margin:1rem 0 2rem}
        :lang(zh) .cover h1,.cover h1{font-size:1.9rem;letter-spacing:0}
        .cover .headline{font-size:3rem}.cover .headline.long{font-size:1.9rem}
        .level1{font-size:1.4rem}.level2{font-size:1.15rem}.level3{font-size:1.05rem}
        :lang(zh) main p{text-align:left}
        .facts>div{grid-template-columns:6.5em 1fr}
        .bars li{grid-template-columns:1fr auto;row-gap:.25rem}
        .bars .label{text-align:left}
        .bars .bar{grid-row:2;grid-column:1/3}
        .signatures{display:block}
        .signature{margin-bottom:1rem}
        table.wide,.wide tbody,.wide tr,.wide caption{display:block}
        .wide th,.wide td{display:block;border:0;padding:.1rem 0}
        .wide colgroup,.wide thead{display:none}
        .wide tr{padding:.6rem 0;border-bottom:1px solid var(--line)}
        .wide tr.group,.wide tr.total{padding:.5rem .6rem}
        .wide tr.group{background:var(--tint)}.wide tr.total{background:var(--wash)}
        .wide tr.total th,.wide tr.total td{background:none;border:0}
        .wide tbody th{font-weight:700}
        .wide td:empty{display:none}
        .wide td.center,.wide td.trailing,.wide th.center,.wide th.trailing{text-align:left}
        .wide td.trailing{display:inline-block;margin-right:1.4em}
        .wide td.trailing:empty{display:none}
        .wide td[data-label]::before{content:attr(data-label);color:var(--soft);font-weight:400;margin-right:.75em}
        }

        """
}
