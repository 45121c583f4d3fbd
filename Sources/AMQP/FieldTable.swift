import CRabbitMQ

/// Headers or arguments as the library takes them; they live as long as this does.
final class FieldTable {
    private let entries: UnsafeMutableBufferPointer<amqp_table_entry_t>
    private var texts: [UnsafeMutableRawBufferPointer] = []

    init(_ values: [String: AMQPValue]) {
        entries = .allocate(capacity: values.count)
        for (index, (key, value)) in values.enumerated() {
            let field = field(value)
            entries.initializeElement(at: index, to: amqp_table_entry_t(key: copy(key), value: field))
        }
    }

    deinit {
        entries.deallocate()
        for text in texts { text.deallocate() }
    }

    var table: amqp_table_t {
        amqp_table_t(num_entries: Int32(entries.count), entries: entries.baseAddress)
    }

    private func field(_ value: AMQPValue) -> amqp_field_value_t {
        switch value {
        case .string(let text): linli_amqp_field_bytes(UInt8(AMQP_FIELD_KIND_UTF8.rawValue), copy(text))
        case .int(let value): linli_amqp_field_integer(value)
        case .bool(let value): linli_amqp_field_boolean(value ? 1 : 0)
        case .double(let value): linli_amqp_field_double(value)
        }
    }

    private func copy(_ text: String) -> amqp_bytes_t {
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: text.utf8.count, alignment: 1)
        bytes.copyBytes(from: text.utf8)
        texts.append(bytes)
        return amqp_bytes_t(UnsafeRawBufferPointer(bytes))
    }
}

extension amqp_table_t {
    /// Those of the types of `AMQPValue`.
    var values: [String: AMQPValue] {
        var values: [String: AMQPValue] = [:]
        for entry in UnsafeBufferPointer(start: entries, count: Int(num_entries)) {
            if let value = entry.value.known { values[entry.key.text] = value }
        }
        return values
    }
}

extension amqp_field_value_t {
    fileprivate var known: AMQPValue? {
        switch amqp_field_value_kind_t(UInt32(kind)) {
        case AMQP_FIELD_KIND_BOOLEAN: .bool(value.boolean != 0)
        case AMQP_FIELD_KIND_I8: .int(Int64(value.i8))
        case AMQP_FIELD_KIND_U8: .int(Int64(value.u8))
        case AMQP_FIELD_KIND_I16: .int(Int64(value.i16))
        case AMQP_FIELD_KIND_U16: .int(Int64(value.u16))
        case AMQP_FIELD_KIND_I32: .int(Int64(value.i32))
        case AMQP_FIELD_KIND_U32: .int(Int64(value.u32))
        case AMQP_FIELD_KIND_I64: .int(value.i64)
        case AMQP_FIELD_KIND_U64, AMQP_FIELD_KIND_TIMESTAMP: .int(Int64(clamping: value.u64))
        case AMQP_FIELD_KIND_F32: .double(Double(value.f32))
        case AMQP_FIELD_KIND_F64: .double(value.f64)
        case AMQP_FIELD_KIND_UTF8: .string(value.bytes.text)
        default: nil
        }
    }
}
