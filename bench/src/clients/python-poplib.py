"""Python's poplib: one message at a time, as a list of lines."""
import json
import os
import poplib

pop = poplib.POP3(os.environ["BENCH_HOST"], int(os.environ["BENCH_PORT"]))
pop.user(os.environ["BENCH_USER"])
pop.pass_(os.environ["BENCH_PASSWORD"])
items = octets = 0
for number in range(1, pop.stat()[0] + 1):
    _, lines, _ = pop.retr(number)
    octets += sum(len(line) + 2 for line in lines)
    items += 1
pop.quit()
print(json.dumps({"items": items, "octets": octets}))
