/// Writes ascending numbers of 32 bits by their gaps, each as a quotient in unary and a remainder (Rice 1979, "Some practical
/// universal noiseless coding techniques"): hashes, whose gaps are about as long, need three to four bits less than 32 each.
enum RiceCode {
    /// Bits of the remainders of so many numbers, which lie evenly below 2^32: the mean gap is once to twice what these hold.
    private static func bits(of count: Int) -> UInt64 { UInt64(UInt32(count + 1).leadingZeroBitCount) }

    /// Appends numbers in ascending order, at most 2^14 - 1 of them, to `bytes`.
    static func encode(_ numbers: [UInt32], into bytes: inout [UInt8]) {
        precondition(numbers.count < 1 << 14, "the count takes two bytes")
        bytes.append(UInt8(numbers.count & 0x7f) | (numbers.count > 0x7f ? 0x80 : 0))
        if numbers.count > 0x7f { bytes.append(UInt8(numbers.count >> 7)) }
        let bits = bits(of: numbers.count)
        var waiting = WaitingBits()
        var previous: UInt32 = 0
        for number in numbers {
            let gap = UInt64(number - previous)
            previous = number
            var quotient = gap >> bits
            while quotient >= 32 {
                waiting.write(0, 32, into: &bytes)
                quotient -= 32
            }
            waiting.write(1 << quotient, quotient + 1, into: &bytes)
            waiting.write(gap & (1 << bits - 1), bits, into: &bytes)
        }
        waiting.close(into: &bytes)
    }

    /// The numbers that were written at a place.
    static func decode(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> [UInt32] {
        var place = start
        var count = Int(bytes[place] & 0x7f)
        if bytes[place] > 0x7f {
            place += 1
            count |= Int(bytes[place]) << 7
        }
        place += 1
        let bits = bits(of: count)
        var waiting = WaitingBits()
        var number: UInt64 = 0
        return [UInt32](unsafeUninitializedCapacity: count) { numbers, written in
            while written < count {
                number += waiting.zeros(from: bytes, &place) << bits
                number += waiting.take(bits, from: bytes, &place)
                numbers[written] = UInt32(truncatingIfNeeded: number)
                written += 1
            }
        }
    }
}

/// Bits between bytes and numbers, the lowest first.
private struct WaitingBits {
    private var value: UInt64 = 0
    private var count: UInt64 = 0

    /// Adds the lowest bits of a number, at most 56.
    mutating func write(_ number: UInt64, _ size: UInt64, into bytes: inout [UInt8]) {
        value |= number << count
        count += size
        while count >= 8 {
            bytes.append(UInt8(truncatingIfNeeded: value))
            value >>= 8
            count -= 8
        }
    }

    /// Writes the bits of the last byte.
    mutating func close(into bytes: inout [UInt8]) {
        if count > 0 { bytes.append(UInt8(truncatingIfNeeded: value)) }
    }

    /// Takes the zeros before the next one, and that one.
    mutating func zeros(from bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int) -> UInt64 {
        var zeros: UInt64 = 0
        fill(from: bytes, &place)
        while value == 0, count > 0 {
            zeros += count
            count = 0
            fill(from: bytes, &place)
        }
        let last = UInt64(value.trailingZeroBitCount)
        value = (value >> last) >> 1
        count -= last + 1
        return zeros + last
    }

    /// Takes a number of so many bits, at most 56.
    mutating func take(_ size: UInt64, from bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int) -> UInt64 {
        if count < size { fill(from: bytes, &place) }
        let number = value & (1 << size - 1)
        value >>= size
        count -= size
        return number
    }

    private mutating func fill(from bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int) {
        while count <= 56, place < bytes.count {
            value |= UInt64(bytes[place]) << count
            place += 1
            count += 8
        }
    }
}
