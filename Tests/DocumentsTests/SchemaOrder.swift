/// What may stand in the elements we write, in the order of ECMA-376's transitional schema (the parts of it we use).
enum SchemaOrder {
    static let children: [String: [String]] = [
        "w:pPr": [
            "w:pStyle", "w:keepNext", "w:keepLines", "w:pageBreakBefore", "w:widowControl", "w:numPr", "w:pBdr",
            "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl",
        ],
        "w:rPr": ["w:rFonts", "w:b", "w:bCs", "w:color", "w:sz", "w:szCs", "w:lang"],
        "w:tblPr": [
            "w:tblW", "w:jc", "w:tblInd", "w:tblBorders", "w:tblLayout", "w:tblCellMar", "w:tblLook", "w:tblCaption",
        ],
        "w:tblBorders": ["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"],
        "w:tblCellMar": ["w:top", "w:left", "w:bottom", "w:right"],
        "w:tbl": ["w:tblPr", "w:tblGrid", "w:tr"],
        "w:tr": ["w:trPr", "w:tc"],
        "w:tcPr": ["w:tcW", "w:gridSpan", "w:tcBorders", "w:shd", "w:vAlign"],
        "w:tcBorders": ["w:top", "w:left", "w:bottom", "w:right"],
        "w:sectPr": [
            "w:headerReference", "w:footerReference", "w:pgSz", "w:pgMar", "w:pgBorders", "w:cols", "w:titlePg",
        ],
        "w:pgBorders": ["w:top", "w:left", "w:bottom", "w:right"],
        "w:style": [
            "w:name", "w:basedOn", "w:next", "w:uiPriority", "w:semiHidden", "w:unhideWhenUsed", "w:qFormat", "w:pPr",
            "w:rPr", "w:tblPr",
        ],
        "w:settings": [
            "w:zoom", "w:defaultTabStop", "w:characterSpacingControl", "w:compat", "w:themeFontLang",
            "w:decimalSymbol", "w:listSeparator",
        ],
        "w:lvl": ["w:start", "w:numFmt", "w:lvlText", "w:lvlJc", "w:pPr", "w:rPr"],
        "w:font": ["w:altName", "w:charset", "w:family", "w:pitch"],
    ]
}
