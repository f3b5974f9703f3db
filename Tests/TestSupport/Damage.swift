/// Random damage to documents; the same seed gives the same damage.
package struct Damage {
    private var state: UInt64

    /// Damage by a seed.
    package init(seed: UInt64) { state = seed }

    private mutating func next(_ count: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % max(count, 1)
    }

    /// A copy with some bytes changed, dropped, repeated, moved, or replaced by what is special in the format.
    package mutating func damage(_ bytes: [UInt8], _ special: [String]) -> [UInt8] {
        var bytes = bytes
        for _ in 0...next(6) {
            let place = next(bytes.count + 1)
            let end = min(bytes.count, place + next(40))
            switch next(6) {
            case 0: if place < bytes.count { bytes[place] = UInt8(next(256)) }
            case 1: bytes.removeSubrange(place..<end)
            case 2: bytes.insert(contentsOf: Array(bytes[place..<end]), at: next(bytes.count + 1))
            case 3: bytes.removeLast(bytes.count - end)
            default: bytes.insert(contentsOf: special[next(special.count)].utf8, at: place)
            }
        }
        return bytes
    }
}
