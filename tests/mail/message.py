"""What Python's own reader finds in messages: python3 message.py FILE… prints one JSON object for each."""
import email
import email.policy
import json
import sys

for path in sys.argv[1:]:
    with open(path, "rb") as file:
        raw = file.read()
    message = email.message_from_bytes(raw, policy=email.policy.default)
    defects = []
    for part in message.walk():
        defects += [f"{part.get_content_type()}: {defect}" for defect in part.defects]
        for name, value in part.items():
            defects += [f"{name}: {defect}" for defect in getattr(value, "defects", ())]
    bodies = {}
    for part in message.walk():
        if part.get_content_maintype() == "text":
            bodies[part.get_content_subtype()] = part.get_payload(decode=True).decode("utf-8").replace("\r\n", "\n")
    alternatives = message if message.get_content_type() == "multipart/alternative" else None
    print(json.dumps({
        "defects": defects,
        "parts": [part.get_content_type() for part in alternatives.iter_parts()] if alternatives else [],
        "encodings": [str(part["content-transfer-encoding"]) for part in alternatives.iter_parts()] if alternatives else [],
        "charsets": [part.get_content_charset() for part in alternatives.iter_parts()] if alternatives else [],
        "bare": raw.count(b"\n") - raw.count(b"\r\n") + raw.count(b"\r") - raw.count(b"\r\n"),
        "eight": sum(byte > 127 for byte in raw),
        "longest": max(len(line) for line in raw.split(b"\r\n")),
        "headers": [[name, str(value)] for name, value in message.items()],
        "text": bodies.get("plain", ""),
        "html": bodies.get("html", ""),
    }))
