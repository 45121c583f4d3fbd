import Markup

/// The pictures of the first page: lines in the colour of the text, so that they suit light and dark.
enum HomePicture {
    static let apply = picture(
        """
        <path d="M30 8h38l14 14v50H30z"/><path d="M68 8v14h14"/><path d="m38 34 4 4 7-8M38 48l4 4 7-8M38 62l4 4 7-8"/>\
        <path d="M56 36h18M56 50h18M56 64h12"/>
        """)

    static let visit = picture(
        """
        <path d="M14 72V38l20-16 20 16v34z"/><path d="M28 72V54h12v18"/><circle cx="78" cy="36" r="14"/>\
        <path d="m88 47 12 13"/><path d="m71 36 5 5 9-10"/><path d="M8 72h92"/>
        """)

    static let certify = picture(
        """
        <path d="M14 10h84v48H14z"/><path d="M26 24h36M26 36h28M26 47h20"/><circle cx="80" cy="46" r="13"/>\
        <path d="m72 57-4 17 12-6 12 6-4-17"/>\
        <path d="m80 38 2.4 5 5.4.7-4 3.8 1 5.4-4.800-2.600-4.800 2.600 1-5.400-4-3.800 5.400-.7z"/>
        """)

    private static func picture(_ lines: HTML) -> HTML {
        """
        <svg viewBox="0 0 112 80" width="112" height="80" fill="none" stroke="currentColor" stroke-width="2.5" \
        stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">\(lines)</svg>
        """
    }
}
