"""WeChat Pay and Alipay of the tests' own: real signatures, no money.

What a request must be is held strictly; whoever is not signed for, misses a field or has one too many is refused as the
providers do."""

import base64
import datetime
import http.server
import json
import re
import secrets
import threading
import time
import urllib.parse

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

BEIJING = datetime.timezone(datetime.timedelta(hours=8))
# Seconds that a clock may be off.
TOLERANCE = 300
NUMBER = re.compile(r"[0-9A-Za-z_\-|*]{6,32}")


class Refused(Exception):
    """A request that the provider does not accept."""

    def __init__(self, code, words, status=400):
        super().__init__(f"{code}: {words}")
        self.code, self.words, self.status = code, words, status


class Key:
    """A pair of RSA keys."""

    def __init__(self):
        self.private = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def sign(self, message):
        return base64.b64encode(self.private.sign(message, padding.PKCS1v15(), hashes.SHA256())).decode()

    def signed(self, signature, message):
        try:
            raw = base64.b64decode(signature, validate=True)
            self.private.public_key().verify(raw, message, padding.PKCS1v15(), hashes.SHA256())
        except (InvalidSignature, ValueError):
            return False
        return True

    def private_pem(self):
        return self.private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode()

    def private_line(self):
        """As Alipay's tool gives it."""
        return base64.b64encode(self.private.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())).decode()

    def public_pem(self):
        return self.private.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()

    def public_line(self):
        return base64.b64encode(self.private.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)).decode()


def need(holds, code, words, status=400):
    if not holds:
        raise Refused(code, words, status)


def exactly(fields, names, code):
    need(isinstance(fields, dict) and set(fields) == set(names), code, f"the fields are {sorted(names)}")


class WeChat:
    """Native pay of the API v3, public key mode."""

    PATH = "/v3/pay/transactions/native"
    ORDER = ["appid", "mchid", "description", "out_trade_no", "time_expire", "attach", "notify_url", "amount"]

    def __init__(self):
        self.merchant, self.platform = Key(), Key()
        self.app, self.number = "wx" + secrets.token_hex(8), "19" + str(secrets.randbelow(10**8)).zfill(8)
        self.serial = secrets.token_hex(20).upper()
        self.platform_id = "PUB_KEY_ID_0119000000012026" + str(secrets.randbelow(10**12)).zfill(12)
        self.api_key = secrets.token_hex(16)
        self.orders, self.nonces = {}, set()

    def settings(self, gateway):
        return {
            "appid": self.app, "merchant": self.number, "serial": self.serial,
            "privateKey": self.merchant.private_pem(), "apiKey": self.api_key, "platformKeyID": self.platform_id, "platformKey": self.platform.public_pem(),
            "gateway": gateway,
        }

    def headers(self, body, at=None, serial=None, key=None):
        stamp, nonce = str(int(time.time() if at is None else at)), secrets.token_hex(16)
        signature = (key or self.platform).sign(f"{stamp}\n{nonce}\n".encode() + body + b"\n")
        return {
            "Content-Type": "application/json", "Wechatpay-Timestamp": stamp, "Wechatpay-Nonce": nonce,
            "Wechatpay-Signature": signature, "Wechatpay-Serial": serial or self.platform_id,
        }

    def answer(self, method, path, headers, body):
        try:
            self.check(method, path, headers, body)
            status, content = 200, self.act(method, path, headers, body)
        except Refused as refused:
            status, content = refused.status, {"code": refused.code, "message": refused.words}
        said = json.dumps(content, ensure_ascii=False).encode()
        return status, self.headers(said), said

    def check(self, method, path, headers, body):
        shape = re.fullmatch(
            r'WECHATPAY2-SHA256-RSA2048 mchid="([^"]*)",nonce_str="([0-9A-Za-z]{16,32})",signature="([^"]*)",'
            r'timestamp="(\d+)",serial_no="([^"]*)"', headers.get("Authorization", ""))
        need(shape, "SIGN_ERROR", "the header Authorization", 401)
        number, nonce, signature, stamp, serial = shape.groups()
        message = f"{method}\n{path}\n{stamp}\n{nonce}\n".encode() + body + b"\n"
        need((number, serial) == (self.number, self.serial), "SIGN_ERROR", "no such merchant", 401)
        need(self.merchant.signed(signature, message), "SIGN_ERROR", "the signature", 401)
        need(abs(int(stamp) - time.time()) <= TOLERANCE, "SIGN_ERROR", "the timestamp", 401)
        need(nonce not in self.nonces, "SIGN_ERROR", "the nonce was used", 401)
        need(headers.get("Wechatpay-Serial") == self.platform_id, "PARAM_ERROR", "the header Wechatpay-Serial")
        need("application/json" in headers.get("Accept", ""), "PARAM_ERROR", "the header Accept", 406)
        self.nonces.add(nonce)

    def act(self, method, path, headers, body):
        if (method, path) == ("POST", self.PATH):
            need(headers.get("Content-Type", "").startswith("application/json"), "PARAM_ERROR", "Content-Type", 415)
            return self.open(json.loads(body))
        asked = re.fullmatch(r"/v3/pay/transactions/out-trade-no/([^/?]+)\?mchid=(\d+)", path)
        need(method == "GET" and not body and asked, "RESOURCE_NOT_EXISTS", "no such address", 404)
        number = urllib.parse.unquote(asked[1])
        need(asked[2] == self.number, "PARAM_ERROR", "mchid")
        need(number in self.orders, "ORDER_NOT_EXIST", "订单不存在", 404)
        return self.transaction(self.orders[number])

    def open(self, order):
        exactly(order, self.ORDER, "PARAM_ERROR")
        exactly(order["amount"], ["total", "currency"], "PARAM_ERROR")
        total, texts = order["amount"]["total"], [order[name] for name in self.ORDER if name != "amount"]
        need(all(isinstance(text, str) and text for text in texts), "PARAM_ERROR", "a text is missing")
        need(order["appid"] == self.app and order["mchid"] == self.number, "APPID_MCHID_NOT_MATCH", "appid, mchid")
        need(type(total) is int and total > 0 and order["amount"]["currency"] == "CNY", "PARAM_ERROR", "amount")
        need(NUMBER.fullmatch(order["out_trade_no"]), "PARAM_ERROR", "out_trade_no")
        need(len(order["description"].encode()) <= 127, "PARAM_ERROR", "description")
        need(len(order["attach"]) <= 128, "PARAM_ERROR", "attach")
        need(re.match(r"https?://[^?]+$", order["notify_url"]), "PARAM_ERROR", "notify_url")
        need(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00", order["time_expire"]), "PARAM_ERROR", "time_expire")
        until = datetime.datetime.fromisoformat(order["time_expire"])
        need(until > datetime.datetime.now(BEIJING), "PARAM_ERROR", "time_expire is over")
        known = self.orders.get(order["out_trade_no"])
        need(not known or not known["paid"], "ORDERPAID", "该订单已支付")
        need(not known or known["sent"] == order, "INVALID_REQUEST", "请求重入时，参数与首次请求时不一致")
        self.orders.setdefault(order["out_trade_no"], {
            "provider": "wechat", "number": order["out_trade_no"], "fen": total, "bill": order["attach"], "paid": None,
            "tell": order["notify_url"], "until": until, "sent": order,
            "code": "weixin://wxpay/bizpayurl?pr=" + secrets.token_urlsafe(6),
            "reference": "42000" + str(secrets.randbelow(10**23)).zfill(23),
        })
        return {"code_url": self.orders[order["out_trade_no"]]["code"]}

    def transaction(self, order):
        found = {
            "appid": self.app, "mchid": self.number, "out_trade_no": order["number"], "attach": order["bill"],
            "trade_state": "SUCCESS" if order["paid"] else "NOTPAY",
            "trade_state_desc": "支付成功" if order["paid"] else "订单未支付",
            "amount": {"total": order["fen"], "currency": "CNY"},
        }
        if order["paid"]:
            found |= {
                "transaction_id": order["reference"], "trade_type": "NATIVE", "bank_type": "OTHERS",
                "success_time": order["paid"].isoformat(timespec="seconds"), "payer": {"openid": "o" + "x" * 27},
            }
            found["amount"] |= {"payer_total": order["fen"], "payer_currency": "CNY"}
        return found

    def notification(self, order, *, event="TRANSACTION.SUCCESS", at=None, serial=None, key=None, api_key=None,
                     **changes):
        content = self.transaction(order) | changes
        nonce, context = secrets.token_hex(6), "transaction"
        sealed = AESGCM((api_key or self.api_key).encode()).encrypt(
            nonce.encode(), json.dumps(content, ensure_ascii=False).encode(), context.encode())
        body = json.dumps({
            "id": secrets.token_hex(16), "create_time": datetime.datetime.now(BEIJING).isoformat(timespec="seconds"),
            "resource_type": "encrypt-resource", "event_type": event, "summary": "支付成功",
            "resource": {
                "original_type": "transaction", "algorithm": "AEAD_AES_256_GCM", "nonce": nonce,
                "ciphertext": base64.b64encode(sealed).decode(), "associated_data": context,
            },
        }, ensure_ascii=False).encode()
        return self.headers(body, at, serial, key), body


class Alipay:
    """The gateway of the open platform, RSA2 with plain keys."""

    COMMON = ["app_id", "method", "format", "charset", "sign_type", "timestamp", "version", "biz_content"]
    ORDER = ["out_trade_no", "total_amount", "subject", "body", "time_expire"]

    def __init__(self):
        self.merchant, self.platform = Key(), Key()
        self.app, self.orders = "2021" + str(secrets.randbelow(10**12)).zfill(12), {}

    def settings(self, gateway):
        return {
            "app": self.app, "privateKey": self.merchant.private_line(), "alipayKey": self.platform.public_line(),
            "gateway": gateway,
        }

    @staticmethod
    def text(fields):
        return "&".join(f"{name}={fields[name]}" for name in sorted(fields)).encode()

    def answer(self, method, path, headers, body):
        if method != "POST" or path.split("?")[0] != "/gateway.do":
            return 404, {"Content-Type": "text/plain"}, b""
        name = "error_response"
        try:
            fields = self.fields(path, headers, body)
            name = fields["method"].replace(".", "_") + "_response"
            content = {"code": "10000", "msg": "Success"} | self.act(fields)
        except Refused as refused:
            content = {"code": "40004" if refused.code.startswith("ACQ.") else "40002", "msg": "Business Failed",
                       "sub_code": refused.code, "sub_msg": refused.words}
        # As the gateway escapes slashes.
        said = json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("/", "\\/")
        said = f'{{"{name}":{said},"sign":"{self.platform.sign(said.encode())}"}}'
        return 200, {"Content-Type": "text/html;charset=utf-8"}, said.encode()

    def fields(self, path, headers, body):
        type_ = headers.get("Content-Type", "").replace(" ", "").lower()
        need(type_ == "application/x-www-form-urlencoded;charset=utf-8", "isv.invalid-parameter", "Content-Type")
        address = urllib.parse.urlsplit(path).query
        need("charset=utf-8" in address.split("&"), "isv.invalid-charset", "charset stands in the address")
        pairs = urllib.parse.parse_qsl(
            address + "&" + body.decode(), keep_blank_values=True, strict_parsing=True, errors="strict")
        fields = dict(pairs)
        need(len(fields) == len(pairs), "isv.invalid-parameter", "a field twice")
        signature = fields.pop("sign", "")
        told = ["notify_url"] if fields.get("method") == "alipay.trade.precreate" else []
        exactly(fields, self.COMMON + told, "isv.invalid-parameter")
        need(fields["app_id"] == self.app, "isv.invalid-app-id", "无效的AppID参数")
        need(fields["sign_type"] == "RSA2" and self.merchant.signed(signature, self.text(fields)),
             "isv.invalid-signature", "验签出错")
        need((fields["format"], fields["version"]) == ("JSON", "1.0"), "isv.invalid-parameter", "format, version")
        need(abs((self.moment(fields["timestamp"]) - datetime.datetime.now(BEIJING)).total_seconds()) <= TOLERANCE,
             "isv.invalid-timestamp", "timestamp")
        return fields

    @staticmethod
    def moment(text):
        need(re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", text), "isv.invalid-parameter", "a moment")
        return datetime.datetime.fromisoformat(text).replace(tzinfo=BEIJING)

    def act(self, fields):
        content = json.loads(fields["biz_content"])
        if fields["method"] == "alipay.trade.precreate":
            return self.open(content, fields["notify_url"])
        need(fields["method"] == "alipay.trade.query", "isv.invalid-method", "不存在的方法名")
        exactly(content, ["out_trade_no"], "ACQ.INVALID_PARAMETER")
        order = self.orders.get(content["out_trade_no"])
        # Before somebody scans the code, there is no trade.
        need(order and order["paid"], "ACQ.TRADE_NOT_EXIST", "交易不存在")
        return {
            "trade_no": order["reference"], "out_trade_no": order["number"], "trade_status": "TRADE_SUCCESS",
            "total_amount": self.yuan(order["fen"]), "send_pay_date": order["paid"].strftime("%Y-%m-%d %H:%M:%S"),
            "buyer_logon_id": "159****5620", "buyer_user_id": "2088101117955611",
        }

    @staticmethod
    def yuan(fen):
        return f"{fen // 100}.{fen % 100:02}"

    def open(self, order, tell):
        exactly(order, self.ORDER, "ACQ.INVALID_PARAMETER")
        need(all(isinstance(text, str) and text for text in order.values()), "ACQ.INVALID_PARAMETER", "no text")
        need(re.fullmatch(r"\d{1,9}\.\d\d", order["total_amount"]), "ACQ.INVALID_PARAMETER", "total_amount")
        fen = int(order["total_amount"].replace(".", ""))
        need(0 < fen <= 10**10, "ACQ.INVALID_PARAMETER", "total_amount")
        need(re.fullmatch(r"\w{1,64}", order["out_trade_no"], re.ASCII), "ACQ.INVALID_PARAMETER", "out_trade_no")
        need(len(order["subject"]) <= 256, "ACQ.INVALID_PARAMETER", "subject")
        need(not set(order["subject"]) & set("/=&"), "ACQ.INVALID_PARAMETER", "subject")
        need(len(order["body"]) <= 128 and re.match(r"https?://", tell), "ACQ.INVALID_PARAMETER", "body, notify_url")
        until = self.moment(order["time_expire"])
        need(until > datetime.datetime.now(BEIJING), "ACQ.INVALID_PARAMETER", "time_expire is over")
        known = self.orders.get(order["out_trade_no"])
        need(not known or not known["paid"], "ACQ.TRADE_HAS_SUCCESS", "交易已被支付")
        need(not known or known["sent"] == order, "ACQ.CONTEXT_INCONSISTENT", "交易信息被篡改")
        self.orders.setdefault(order["out_trade_no"], {
            "provider": "alipay", "number": order["out_trade_no"], "fen": fen, "bill": order["body"], "paid": None,
            "tell": tell, "until": until, "sent": order, "code": "https://qr.alipay.com/" + secrets.token_hex(12),
            "reference": datetime.datetime.now(BEIJING).strftime("%Y%m%d") + str(secrets.randbelow(10**20)).zfill(20),
        })
        return {"out_trade_no": order["out_trade_no"], "qr_code": self.orders[order["out_trade_no"]]["code"]}

    def notification(self, order, *, key=None, **changes):
        paid = (order["paid"] or datetime.datetime.now(BEIJING)).strftime("%Y-%m-%d %H:%M:%S")
        fields = {
            "app_id": self.app, "auth_app_id": self.app, "charset": "utf-8", "version": "1.0", "gmt_create": paid,
            "notify_id": secrets.token_hex(17), "notify_time": paid, "notify_type": "trade_status_sync",
            "trade_no": order["reference"], "out_trade_no": order["number"], "subject": order["sent"]["subject"],
            "body": order["bill"], "trade_status": "TRADE_SUCCESS" if order["paid"] else "WAIT_BUYER_PAY",
            "total_amount": self.yuan(order["fen"]), "seller_id": "2088101117955611",
        }
        if order["paid"]:
            fields |= {"gmt_payment": paid, "receipt_amount": fields["total_amount"],
                       "fund_bill_list": json.dumps([{"amount": fields["total_amount"], "fundChannel": "PCREDIT"}])}
        fields = {name: value for name, value in (fields | changes).items() if value is not None}
        fields |= {"sign": (key or self.platform).sign(self.text(fields)), "sign_type": "RSA2"}
        headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
        return headers, urllib.parse.urlencode(fields).encode()


class Talk(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60

    def do_POST(self):
        self.answer("POST")

    def do_GET(self):
        self.answer("GET")

    def answer(self, method):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        status, headers, said = self.server.answer(method, self.path, self.headers, body)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *what):
        pass


class Payments(http.server.ThreadingHTTPServer):
    """Both providers. Use it in a `with`: `settings()` is what Linli is to be told of them.

    `orders` has what was ordered, by the number: `fen`, `bill`, `tell`, `code`, `paid` and the like. `refused` has what
    requests were refused for; `is_away` makes both answer with 503."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Talk)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.wechat, self.alipay = WeChat(), Alipay()
        self.lock, self.refused, self.is_away = threading.Lock(), [], False
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def __exit__(self, *what):
        self.shutdown()
        super().__exit__(*what)

    def settings(self, organisation):
        """The JSON of the settings of an organisation, with keys that were made for this run."""
        whose = {"organisation": organisation}
        return json.dumps({"wechat": self.wechat.settings(self.url) | whose,
                           "alipay": self.alipay.settings(self.url + "/gateway.do") | whose})

    def answer(self, method, path, headers, body):
        with self.lock:
            if self.is_away:
                return 503, {"Content-Type": "text/plain"}, b""
            provider = self.wechat if path.startswith("/v3/") else self.alipay
            status, said, content = provider.answer(method, path, headers, body)
            # To ask for what is not there is nothing wrong.
            if (status != 200 or b'"sub_code"' in content) and b"NOT_EXIST" not in content:
                self.refused.append(content.decode())
            return status, said, content

    @property
    def orders(self):
        return self.wechat.orders | self.alipay.orders

    def pay(self, number):
        """Somebody pays the order: what was asked for, now."""
        with self.lock:
            self.orders[number]["paid"] = datetime.datetime.now(BEIJING).replace(microsecond=0)
            return self.orders[number]

    def wechat_notification(self, order, **changes):
        """Headers and body. Changes go over the transaction; `event`, `at` (seconds since 1970), `serial`, `key` and
        `api_key` over what is around it."""
        return self.wechat.notification(order, **changes)

    def alipay_notification(self, order, **changes):
        """Headers and body. Changes go over the fields before they are signed, None takes one away; `key` signs."""
        return self.alipay.notification(order, **changes)
