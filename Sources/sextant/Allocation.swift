import CMalloc

/// How the C library hands out memory.
enum Allocation {
    /// Most pools that threads share. By default each thread may get its own, and what a thread frees then stays in its
    /// pool; with one for all, threads wait for each other, which costs a run over HTTP 8 % of its CPU time.
    private static let pools: Int32 = 2
    /// Bytes from which on memory is a mapping of its own, which goes back to the system when it is freed. By default the
    /// limit rises to the largest that was ever freed. An image in base 64 stays below it: each of its copies would be mapped,
    /// and the system would have to clear every page of it again, which costs a run with a vision judge 15 % of its CPU time.
    private static let mapped: Int32 = 512 << 10
    /// Free bytes at the end of a pool that it keeps.
    private static let kept: Int32 = 4 << 20

    /// Keeps the program's memory close to what it uses. Before the first thread, which has a pool from its start.
    static func keepSmall() {
        mallopt(M_ARENA_MAX, pools)
        mallopt(M_MMAP_THRESHOLD, mapped)
        mallopt(M_TRIM_THRESHOLD, kept)
    }
}
