#!/usr/bin/env python3
"""A PG-API client that is not ours: Python's ssl and http.client, signatures by OpenSSL.

Registers an order, lets the simulator's window agree to it, approves it and cancels it, signed. Prints one line of JSON
for each step and exits with 1 at the first answer that is not as it must be.

usage: pg_api.py HOST:PORT TLS_DIR [PASSPHRASE]    (of the key; without it, that of the simulator's keys)
"""

import base64
import http.client
import json
import ssl
import subprocess
import sys

SITE = "T0000"


def main() -> int:
    address, folder = sys.argv[1], sys.argv[2]
    passphrase = sys.argv[3] if len(sys.argv) > 3 else "changeit"
    host, port = address.rsplit(":", 1)
    trust = ssl.create_default_context(cafile=f"{folder}/ca.pem")
    trust.minimum_version = ssl.TLSVersion.TLSv1_2
    with open(f"{folder}/{SITE}-cert.pem", encoding="ascii") as file:
        # The documented form: the file's text without its line ends.
        certificate = file.read().replace("\r", "").replace("\n", "")

    def call(path: str, fields: dict) -> dict:
        connection = http.client.HTTPSConnection(host, int(port), timeout=20, context=trust)
        try:
            connection.request("POST", path, json.dumps(fields), {"Content-Type": "application/json"})
            answer = connection.getresponse()
            return json.loads(answer.read().decode("utf-8"))
        finally:
            connection.close()

    def sign(target: str) -> str:
        command = ["openssl", "dgst", "-sha256", "-sign", f"{folder}/{SITE}-key.pem", "-passin", f"pass:{passphrase}"]
        done = subprocess.run(command, input=target.encode(), capture_output=True, check=True)
        return base64.b64encode(done.stdout).decode()

    def step(name: str, answer: dict, code: str, want: str = "0000") -> None:
        good = answer.get(code) == want
        print(json.dumps({"step": name, "ok": good, "code": answer.get(code), "tno": answer.get("tno")}))
        if not good:
            raise SystemExit(1)

    who = {"site_cd": SITE, "kcp_cert_info": certificate}
    order = {"ordr_idxx": "PYTHON-1", "good_mny": "1004", "good_name": "운동화", "pay_method": "CARD"}

    registered = call("/std/tradeReg/register", who | order | {"Ret_URL": "https://shop.example/return"})
    step("register", registered, "Code")

    agreed = call("/pay/window", {"approval_key": registered["approvalKey"]})
    step("window", agreed, "res_cd")

    approval = {
        "tran_cd": agreed["tran_cd"],
        "enc_data": agreed["enc_data"],
        "enc_info": agreed["enc_info"],
        "ordr_mony": "1004",
        "ordr_no": "PYTHON-1",
        "pay_type": "PACA",
    }
    tampered = call("/gw/enc/v1/payment", who | approval | {"ordr_mony": "1005"})
    step("tampered", tampered, "res_cd", "8059")
    approved = call("/gw/enc/v1/payment", who | approval)
    step("approve", approved, "res_cd")
    assert approved["amount"] == "1004" and approved["order_no"] == "PYTHON-1", approved

    tno = approved["tno"]
    cancel = who | {"tno": tno, "mod_type": "STSC", "mod_desc": "고객변심"}
    unsigned = call("/gw/mod/v1/cancel", cancel | {"kcp_sign_data": sign(f"{SITE}^{tno}^STPC")})
    print(json.dumps({"step": "wrong signature", "ok": unsigned["res_cd"] != "0000", "code": unsigned["res_cd"]}))
    if unsigned["res_cd"] == "0000":
        return 1
    signature = {"kcp_sign_data": sign(f"{SITE}^{tno}^STSC")}
    step("cancel", call("/gw/mod/v1/cancel", cancel | signature), "res_cd")
    step("cancel again", call("/gw/mod/v1/cancel", cancel | signature), "res_cd", "8133")
    return 0


if __name__ == "__main__":
    sys.exit(main())
