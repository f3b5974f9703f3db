import Foundations
import Glibc
import HTTPTransport

/// A process that a target runs in and all that it has started, as the system's process group.
struct ProcessGroup: Sendable {
    /// Number of the group, which is that of its first process.
    let id: pid_t

    /// How often it is looked whether a process is left.
    private static let pause = Duration.milliseconds(5)

    /// Whether a process of the group is left.
    var isAlive: Bool { kill(-id, 0) == 0 }

    /// Ends what is left of the group: SIGTERM, and SIGKILL for what is there after `grace`. It does not hurry when the task
    /// is cancelled.
    func end(grace: Duration) async {
        guard kill(-id, SIGTERM) == 0 else { return }
        // A task of its own: in a cancelled one nothing can be waited for.
        await Task {
            let start = ContinuousClock.now
            while isAlive, start.duration(to: .now) < grace { try? await Task.sleep(for: Self.pause) }
        }.value
        kill(-id, SIGKILL)
    }
}

/// The groups that run now, so that none outlives this program when a signal ends it.
package enum ProcessGroups {
    /// Most groups that are known at a time; of more, the rest may outlive a signal.
    private static let most = 4096
    /// How long processes have after SIGTERM, in microseconds.
    private static let grace: UInt32 = 200_000
    /// How often it is looked whether one is left, in microseconds.
    private static let pause: UInt32 = 5_000

    /// The groups' numbers, 0 where a place is free.
    ///
    /// `nonisolated(unsafe)`, because signal handlers read it and may take no lock. Writes are made under `changes`; each
    /// place is one aligned word, so that a handler meets the number of before or the number of after, and never a part.
    private nonisolated(unsafe) static let places: UnsafeMutablePointer<pid_t> = {
        let places = UnsafeMutablePointer<pid_t>.allocate(capacity: most)
        places.initialize(repeating: 0, count: most)
        return places
    }()
    private static let changes = Locked(())

    /// Remembers a group. At the first one, signals that would end this program at once get a handler that ends the groups
    /// before.
    static func begin(_ group: ProcessGroup) {
        handlers
        changes.withLock { _ in
            guard let free = (0..<most).first(where: { places[$0] == 0 }) else { return }
            places[free] = group.id
        }
    }

    /// Forgets a group that has ended.
    static func forget(_ group: ProcessGroup) {
        changes.withLock { _ in
            for place in 0..<most where places[place] == group.id { places[place] = 0 }
        }
    }

    /// Ends all groups, SIGTERM first and SIGKILL for what is left 200 milliseconds later; callable from a signal handler.
    package static func endAll() {
        for place in 0..<most where places[place] > 0 { kill(-places[place], SIGTERM) }
        var waited: UInt32 = 0
        while waited < grace, (0..<most).contains(where: { places[$0] > 0 && kill(-places[$0], 0) == 0 }) {
            usleep(pause)
            waited += pause
        }
        for place in 0..<most where places[place] > 0 { kill(-places[place], SIGKILL) }
    }

    /// Handlers only where a signal would end the program: commands that stop in order have their own, and what was ignored
    /// stays so.
    private static let handlers: Void = {
        _ = places
        // Programs that stay are ended with this one, however it ends.
        atexit { ProcessGroups.endAll() }
        for number in [SIGINT, SIGTERM, SIGHUP] {
            guard SignalAction(at: number) == .usual else { continue }
            signal(number) { number in
                ProcessGroups.endAll()
                signal(number, SIG_DFL)
                raise(number)
            }
        }
    }()
}

/// This program's disposition for a signal.
package enum SignalAction: Sendable {
    /// What the system does for every program: at most signals it ends.
    case usual
    /// Nothing.
    case ignored
    /// A handler of its own.
    case handled

    /// The present disposition for the signal.
    package init(at number: Int32) {
        var action = sigaction()
        sigaction(number, nil, &action)
        self =
            switch unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) {
            case unsafeBitCast(SIG_DFL, to: Int.self): .usual
            case unsafeBitCast(SIG_IGN, to: Int.self): .ignored
            default: .handled
            }
    }
}
