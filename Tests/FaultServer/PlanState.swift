/// A plan and how far it has come; belongs to the server's thread.
struct PlanState {
    private let plan: Plan
    private var step = 0
    private var random: SplitMix
    private var windowStart: UInt64 = 0
    private var windowCount = 0
    private var level: Double?
    private var levelTime: UInt64 = 0

    init(_ plan: Plan, seed: UInt64) {
        self.plan = plan
        random = SplitMix(state: seed)
    }

    /// The behaviour for a request with this head and body that came at `now` nanoseconds while `open` others on this path had
    /// no answer yet.
    mutating func next(now: UInt64, open: Int, head: String, body: [UInt8]) -> Behaviour {
        switch plan {
        case .computed(let compute):
            return compute(body)
        case .responded(let respond):
            return respond(head, body)
        case .always(let behaviour):
            return behaviour
        case .sequence(let behaviours):
            defer { step += 1 }
            return behaviours.isEmpty ? Behaviour() : behaviours[min(step, behaviours.count - 1)]
        case .mix(let choices):
            return draw(choices)
        case .rateLimited(let perSecond, let window, let within, let beyond):
            return admit(now, perSecond, window) ? within : beyond
        case .validated(let etag, let page):
            guard !"\(head)\r\n".contains("\r\nIf-None-Match: \(etag)\r\n") else {
                return Behaviour(status: 304, headers: [("ETag", etag)], body: [])
            }
            var tagged = page
            tagged.headers.append(("ETag", etag))
            return tagged
        case .concurrencyLimited(let limit, let within, let beyond):
            return open < limit ? within : beyond
        }
    }

    private mutating func draw(_ choices: [(weight: Double, behaviour: Behaviour)]) -> Behaviour {
        var left = random.unit() * choices.reduce(0) { $0 + $1.weight }
        for choice in choices {
            left -= choice.weight
            if left < 0 { return choice.behaviour }
        }
        return choices.last?.behaviour ?? Behaviour()
    }

    private mutating func admit(_ now: UInt64, _ perSecond: Int, _ window: RateWindow) -> Bool {
        switch window {
        case .fixed:
            if now - windowStart >= 1_000_000_000 {
                windowStart = now - (windowStart == 0 ? 0 : (now - windowStart) % 1_000_000_000)
                windowCount = 0
            }
            guard windowCount < perSecond else { return false }
            windowCount += 1
            return true
        case .bucket(let capacity):
            let refill = Double(now - levelTime) * 1e-9 * Double(perSecond)
            let filled = min(capacity, (level ?? capacity) + (levelTime == 0 ? 0 : refill))
            levelTime = now
            level = filled >= 1 ? filled - 1 : filled
            return filled >= 1
        }
    }
}

/// A small seeded generator.
struct SplitMix {
    var state: UInt64

    mutating func unit() -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Double((mixed ^ (mixed >> 31)) >> 11) * 0x1p-53
    }
}
