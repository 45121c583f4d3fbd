/// A workbook to be written: plain values, no file, no clock. Equal workbooks give equal bytes.
public struct Workbook: Equatable, Sendable {
    /// In the order of the tabs; at least one must not be hidden.
    public var sheets: [Sheet]
    public var properties: DocumentProperties

    public init(sheets: [Sheet], properties: DocumentProperties = DocumentProperties()) {
        self.sheets = sheets
        self.properties = properties
    }
}

/// What File > Info shows. At most 255 characters each.
public struct DocumentProperties: Equatable, Sendable {
    public var title: String
    public var subject: String
    public var author: String
    public var company: String
    public var comments: String
    /// Seconds since 1970 in UTC, stored as the time of creation and of the last change; greater than 0.
    /// It is part of the model because a clock would give different bytes on every run.
    public var created: Int

    /// `created` is 2000-01-01 00:00 UTC where it is not given.
    public init(
        title: String = "", subject: String = "", author: String = "", company: String = "", comments: String = "",
        created: Int = 946_684_800
    ) {
        self.title = title
        self.subject = subject
        self.author = author
        self.company = company
        self.comments = comments
        self.created = created
    }
}
