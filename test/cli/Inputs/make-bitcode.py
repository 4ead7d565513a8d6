"""Writes a bitcode file that claims to come from another LLVM.

make-bitcode.py FILE PRODUCER EPOCH: an identification block with that producer
and epoch, and a module block whose only record is of an unknown version.
"""

import sys


class BitWriter:
    def __init__(self):
        self.value, self.size = 0, 0

    def fixed(self, number, width):
        self.value |= number << self.size
        self.size += width

    def vbr(self, number, width):
        high = 1 << (width - 1)
        while number >= high:
            self.fixed((number & (high - 1)) | high, width)
            number >>= width - 1
        self.fixed(number, width)

    def align(self):
        self.size = (self.size + 31) // 32 * 32

    def record(self, code, operands, id_width):
        self.fixed(3, id_width)  # UNABBREV_RECORD
        self.vbr(code, 6)
        self.vbr(len(operands), 6)
        for operand in operands:
            self.vbr(operand, 6)

    def block(self, number, records, id_width):
        body = BitWriter()
        for code, operands in records:
            body.record(code, operands, id_width)
        body.fixed(0, id_width)  # END_BLOCK
        body.align()
        self.fixed(1, 2)  # ENTER_SUBBLOCK
        self.vbr(number, 8)
        self.vbr(id_width, 4)
        self.align()
        self.fixed(body.size // 32, 32)
        self.fixed(body.value, body.size)

    def data(self):
        return self.value.to_bytes(self.size // 8, "little")


path, producer, epoch = sys.argv[1:]
writer = BitWriter()
writer.fixed(int.from_bytes(b"BC\xc0\xde", "little"), 32)
writer.block(13, [(1, list(producer.encode())), (2, [int(epoch)])], 5)
writer.block(8, [(1, [99])], 3)
with open(path, "wb") as file:
    file.write(writer.data())
