extension Stylesheet {
    /// On paper: no frame, no buttons, black on white, links said in full where they lead outside.
    static let paper = """
        @media print{
        :root{--paper:#fff;--surface:#fff;--ink:#000;--soft:#444;--line:#bbb;--shade:none;font-size:10pt;
        color-scheme:light}
        @page{margin:18mm 16mm}
        header.site .tools,nav.main,.skip,.breadcrumbs,.actions,.button,.submit,.pagination,.search,.filter,
        .saving,.drop,.tabs,.disclosure:not([open]),footer.site nav,.numbers>summary{display:none!important}
        header.site{border:0;box-shadow:0 1px 0 #000}
        .bar,.page{max-width:none!important;padding-inline:0!important}
        .card,.tile,.callout,.disclosure{box-shadow:none;break-inside:avoid}
        .card,.table tr,figure,.facts>div{break-inside:avoid}
        h1,h2,h3,caption{break-after:avoid}
        thead{display:table-header-group}
        .scroller{overflow:visible}
        .split{grid-template-columns:minmax(0,1fr) 14rem}
        .card>.body{padding:.5rem .875rem .75rem}.card>.head{padding:.625rem .875rem 0}
        .facts>div{grid-template-columns:7em minmax(0,1fr);padding:.25rem 0}
        .tiles{grid-template-columns:repeat(auto-fit,minmax(8rem,1fr))}
        .tile:last-child:nth-child(odd){grid-column:auto}
        a{color:inherit;text-decoration:none}
        .prose a[href^="http"]::after{content:" <" attr(href) ">";font-size:.85em}
        .meter,.plot,.badge,.callout,.avatar,.stars,.dot,.qr{print-color-adjust:exact;-webkit-print-color-adjust:exact}
        }
        """
}
