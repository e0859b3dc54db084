/// How the page looks.
enum PageStyle {
  static let css = """
    :root{color-scheme:light dark;--paper:#fff;--soft:#f4f6f8;--ink:#16202b;--quiet:#576574;--line:#dde3e9;--accent:#0b62a8;--dot:#0b62a8;--box:#cfe0ef;--warn:#8a4b00;--warn-soft:#fff4e2;--ref:#56b4e9;--pred:#f5a300}
    @media (prefers-color-scheme:dark){:root{--paper:#12171d;--soft:#1b222a;--ink:#e8edf2;--quiet:#9fadba;--line:#2d3742;--accent:#7cbcf0;--dot:#7cbcf0;--box:#2a4560;--warn:#ffc46b;--warn-soft:#33270f}}
    *{box-sizing:border-box}
    html{scroll-behavior:smooth}
    body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;font-variant-numeric:tabular-nums}
    main,header,footer,.page{max-width:1080px;margin:0 auto;padding:0 24px}
    header{padding-top:36px}
    h1{font-size:32px;line-height:1.2;margin:0 0 6px;letter-spacing:-.01em}
    h2{font-size:22px;margin:52px 0 12px;letter-spacing:-.005em}
    h3{font-size:17px;margin:20px 0 4px}
    p{margin:0 0 12px;max-width:46em}
    a{color:var(--accent)}
    .quiet,figcaption{color:var(--quiet);font-size:15px}
    .notice{display:inline-block;font-size:15px;font-weight:600;color:var(--warn);background:var(--warn-soft);border-radius:6px;padding:3px 10px}
    .lead{font-size:20px;line-height:1.5;margin-top:24px}
    .lead p:first-child{font-size:23px;line-height:1.4}
    .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(190px,1fr));gap:16px;margin:26px 0 0;padding:0}
    .tile{background:var(--soft);border-radius:12px;padding:16px 20px}
    .tile b{display:block;font-size:34px;line-height:1.15;font-weight:650;letter-spacing:-.02em}
    .tile b small{font-size:18px;font-weight:500;letter-spacing:0}
    .tile span{color:var(--quiet);font-size:15px}
    .scroll{overflow-x:auto;margin:0 -6px}
    .scroll+p{margin-top:14px}
    table{border-collapse:collapse;width:100%;font-size:16px}
    th,td{padding:9px 12px 9px 6px;text-align:left;border-bottom:1px solid var(--line);vertical-align:middle}
    th{font-weight:600;font-size:14px;color:var(--quiet);white-space:nowrap}
    .n{text-align:right;white-space:nowrap}
    td small{color:var(--quiet);font-size:14px;display:block}
    th button{all:unset;cursor:pointer;padding:4px 0}
    th button::after{content:"\\2195";opacity:.35;margin-left:5px;font-size:12px}
    th[aria-sort=ascending] button::after{content:"\\2191";opacity:1}
    th[aria-sort=descending] button::after{content:"\\2193";opacity:1}
    h1:focus{outline:none}
    :focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:4px}
    tbody tr:hover{background:var(--soft)}
    .tools{display:flex;flex-wrap:wrap;gap:12px 20px;align-items:center;margin:0 0 8px}
    input[type=search],select,.button{font:inherit;font-size:16px;color:inherit;background:var(--paper);border:1px solid var(--line);border-radius:8px;padding:8px 12px;text-decoration:none}
    .button{cursor:pointer;display:inline-block;color:var(--accent)}
    .button[aria-disabled=true]{opacity:.35;pointer-events:none}
    .range{width:170px}
    .range svg{width:150px}
    .chip{display:inline-block;font-size:14px;color:var(--warn);background:var(--warn-soft);border-radius:99px;padding:1px 10px;margin:2px 4px 2px 0;white-space:nowrap}
    .flags{list-style:none;padding:0;margin:14px 0}
    .flags li{background:var(--warn-soft);color:var(--warn);border-radius:8px;padding:8px 14px;margin:6px 0;font-size:16px}
    .chart{width:100%;height:auto;display:block;max-width:760px}
    .chart text{font-size:13px;fill:var(--quiet)}
    .chart .grid{stroke:var(--line)}
    .chart .axis{stroke:var(--quiet)}
    .chart text.axis,.chart text.muted{stroke:none}
    .chart .point{fill:var(--dot);fill-opacity:.7}
    .chart .box{fill:var(--box)}
    .chart .middle{stroke:var(--ink);stroke-width:2}
    .chart .dashed{stroke-dasharray:6 5;stroke-width:1.5}
    .chart line.reference{stroke:var(--ref);stroke-width:4}
    .chart .prediction{fill:var(--pred)}
    .chart a:hover circle{fill-opacity:1;stroke:var(--ink)}
    .pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(400px,100%),1fr));gap:24px 32px}
    figure{margin:0}
    figcaption{margin:6px 0 0}
    .cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(280px,1fr));gap:18px}
    .card{display:block;color:inherit;text-decoration:none;border-radius:12px;background:var(--soft);padding:12px}
    .card strong{display:block;margin-top:8px;overflow-wrap:anywhere}
    .frame{background:#000;border-radius:8px;display:flex;align-items:center;justify-content:center;overflow:hidden}
    .card .frame{height:260px}
    .views{display:grid;grid-template-columns:repeat(3,1fr);gap:16px}
    .views .frame{height:330px}
    .slider .frame{height:min(560px,70vh)}
    svg.slice{display:block;max-width:100%;max-height:100%;width:100%;height:100%}
    svg.slice path{fill:none;vector-effect:non-scaling-stroke;stroke-linejoin:round}
    svg.slice .ref{stroke:#56b4e9;stroke-width:3.4px}
    svg.slice .pred{stroke:#f5a300;stroke-width:2px;stroke-dasharray:9 6}
    svg.slice .mark{fill:#fff;font-weight:700;font-family:sans-serif;paint-order:stroke;stroke:#000;stroke-width:.28em;stroke-linejoin:round}
    .card svg.slice .ref{stroke-width:2.2px}
    .card svg.slice .pred{stroke-width:1.4px;stroke-dasharray:6 4}
    .no-ref .ref,.no-pred .pred{display:none}
    .legend{display:flex;flex-wrap:wrap;gap:8px 24px;margin:14px 0;align-items:center}
    .legend label{cursor:pointer;display:flex;align-items:center;gap:8px}
    .legend i{width:34px;height:0;border-top:4px solid var(--ref);display:inline-block}
    .legend i.p{border-top:4px dashed var(--pred)}
    .slider input{width:100%;height:34px;accent-color:var(--accent);margin-top:10px}
    .slides svg{display:none}
    .slides svg.on{display:block}
    nav{display:flex;flex-wrap:wrap;gap:10px;align-items:center;margin:26px 0 18px}
    details{margin:12px 0}
    summary{cursor:pointer;font-weight:600;padding:6px 0}
    dl{display:grid;grid-template-columns:max-content 1fr;gap:6px 20px;margin:8px 0}
    dt{font-weight:600}
    dd{margin:0;max-width:44em;overflow-wrap:anywhere}
    code{font-size:13px;overflow-wrap:anywhere}
    footer{margin-top:64px;padding-top:20px;padding-bottom:48px;color:var(--quiet);font-size:15px}
    footer dl,footer p{font-size:15px}
    [hidden]{display:none!important}
    html:not(.js) .tools,html:not(.js) .needs-js,html:not(.js) .legend input,html:not(.js) th button::after{display:none}
    html:not(.js) .page{border-top:1px solid var(--line);margin-top:48px}
    #case-view{max-width:none;padding:0}
    .page h1{overflow-wrap:anywhere}
    .wide{min-width:640px}
    @media (max-width:900px){table{font-size:15px}th,td{padding:8px 8px 8px 2px}th{font-size:13px;white-space:normal;vertical-align:bottom}}
    @media (max-width:640px){body{font-size:16px}main,header,footer,.page{padding-left:16px;padding-right:16px}h1{font-size:26px}.lead p:first-child{font-size:20px}.lead{font-size:18px}.views{grid-template-columns:1fr}.overlap .chart text{font-size:17px}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:8px}.tiles{grid-template-columns:1fr 1fr;gap:10px}.tile{padding:12px 14px}.tile b{font-size:26px}}
    @media print{:root{color-scheme:light;--paper:#fff;--soft:#f4f6f8;--ink:#000;--quiet:#444;--line:#ccc;--accent:#000;--dot:#0b62a8;--box:#cfe0ef;--warn:#6b3a00;--warn-soft:#fff4e2}body{font-size:11pt}main,header,footer,.page{max-width:none;padding:0}.tools,nav .button,.slider,th button::after,.legend input{display:none!important}.page{break-before:page}.card,figure,tr,.tile{break-inside:avoid}h2,h3{break-after:avoid}svg,.frame,.tile,.chip{print-color-adjust:exact;-webkit-print-color-adjust:exact}.views .frame{height:200px}.pair{grid-template-columns:repeat(2,1fr);gap:12px}.cards{grid-template-columns:repeat(3,1fr);gap:12px}nav{margin:0 0 8px}.card .frame{height:170px}.scroll{overflow:visible;margin:0}.wide{min-width:0}.label-charts{break-inside:avoid}.label-charts[hidden]{display:block!important}details::details-content{content-visibility:visible}@page{margin:16mm}}
    """
}
