import Commons
import Database

extension Row {
    func instant(_ position: Int) throws -> Instant { Instant(milliseconds: Int64(try int(position))) }
}
