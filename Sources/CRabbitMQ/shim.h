#ifndef LINLI_CRABBITMQ_SHIM_H
#define LINLI_CRABBITMQ_SHIM_H

#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_ssl_socket.h>
#include <amqp_tcp_socket.h>
#include <openssl/ssl.h>

static inline amqp_table_entry_t linli_amqp_capability(const char *key) {
    amqp_table_entry_t entry;
    entry.key = amqp_cstring_bytes(key);
    entry.value.kind = AMQP_FIELD_KIND_BOOLEAN;
    entry.value.value.boolean = 1;
    return entry;
}

// Swift does not import variadic functions. The broker sends some notices only to those who say that they know them.
static inline amqp_rpc_reply_t linli_amqp_login(amqp_connection_state_t state, const char *virtual_host, int heartbeat,
                                                const char *user, const char *password, const char *name) {
    amqp_table_entry_t capabilities[4] = {
        linli_amqp_capability("connection.blocked"),
        linli_amqp_capability("consumer_cancel_notify"),
        linli_amqp_capability("publisher_confirms"),
        linli_amqp_capability("basic.nack"),
    };
    amqp_table_entry_t properties[2];
    amqp_table_t table = {2, properties};
    properties[0].key = amqp_cstring_bytes("capabilities");
    properties[0].value.kind = AMQP_FIELD_KIND_TABLE;
    properties[0].value.value.table.num_entries = 4;
    properties[0].value.value.table.entries = capabilities;
    properties[1].key = amqp_cstring_bytes("connection_name");
    properties[1].value.kind = AMQP_FIELD_KIND_UTF8;
    properties[1].value.value.bytes = amqp_cstring_bytes(name);
    return amqp_login_with_properties(state, virtual_host, AMQP_DEFAULT_MAX_CHANNELS, AMQP_DEFAULT_FRAME_SIZE,
                                      heartbeat, &table, AMQP_SASL_METHOD_PLAIN, user, password);
}

// 1: the certificates that the system trusts are trusted.
static inline int linli_amqp_trust_system(amqp_socket_t *socket) {
    return SSL_CTX_set_default_verify_paths((SSL_CTX *)amqp_ssl_socket_get_context(socket));
}

// Union members of a field.

static inline amqp_field_value_t linli_amqp_field_bytes(uint8_t kind, amqp_bytes_t bytes) {
    amqp_field_value_t field;
    field.kind = kind;
    field.value.bytes = bytes;
    return field;
}

static inline amqp_field_value_t linli_amqp_field_integer(int64_t value) {
    amqp_field_value_t field;
    field.kind = AMQP_FIELD_KIND_I64;
    field.value.i64 = value;
    return field;
}

static inline amqp_field_value_t linli_amqp_field_boolean(int value) {
    amqp_field_value_t field;
    field.kind = AMQP_FIELD_KIND_BOOLEAN;
    field.value.boolean = value;
    return field;
}

static inline amqp_field_value_t linli_amqp_field_double(double value) {
    amqp_field_value_t field;
    field.kind = AMQP_FIELD_KIND_F64;
    field.value.f64 = value;
    return field;
}

#endif
