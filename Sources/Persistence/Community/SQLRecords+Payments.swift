import Commons
import Community
import Database

extension SQLRecords {
    private static let tickets =
        "SELECT number, way, organisation, bill, amount, code, opened_at, until_at, state FROM payment_ticket"

    private static func ticket(_ row: Row) throws -> PaymentTicket {
        guard let way = AccountClass(rawValue: try row.text(1)),
            let state = PaymentTicket.State(rawValue: try row.text(8))
        else { throw DatabaseError(.other, "an order at a provider cannot be read") }
        return PaymentTicket(
            number: try row.text(0), way: way, organisation: try row.text(2), bill: try row.text(3),
            amount: try row.int(4), code: try row.text(5), openedAt: try row.instant(6), until: try row.instant(7),
            state: state)
    }

    func ticket(_ number: String) throws -> PaymentTicket? {
        try connection.row(Self.tickets + " WHERE number = $1", [.text(number)]).map(Self.ticket)
    }

    func tickets(of bill: String) throws -> [PaymentTicket] {
        try connection.query(Self.tickets + " WHERE bill = $1 ORDER BY opened_at DESC, number DESC", [.text(bill)])
            .map(Self.ticket)
    }

    func waitingTickets(limit: Int) throws -> [PaymentTicket] {
        try connection.query(
            Self.tickets + " WHERE state = 'waiting' ORDER BY opened_at DESC, number LIMIT $1", [.int(Int64(limit))]
        ).map(Self.ticket)
    }

    func put(_ ticket: PaymentTicket) throws {
        try connection.execute(
            "INSERT INTO payment_ticket (number, way, organisation, bill, amount, code, opened_at, until_at, state) "
                + "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) "
                + "ON CONFLICT (number) DO UPDATE SET state = excluded.state",
            [
                .text(ticket.number), .text(ticket.way.rawValue), .text(ticket.organisation), .text(ticket.bill),
                .int(Int64(ticket.amount)), .text(ticket.code), .int(ticket.openedAt.milliseconds),
                .int(ticket.until.milliseconds), .text(ticket.state.rawValue),
            ])
    }
}
