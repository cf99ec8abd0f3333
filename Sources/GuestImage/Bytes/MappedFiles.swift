// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// A mapped file's place in memory, as the signal handler sees it.
private struct Mapping {
  var start: UInt = 0
  var end: UInt = 0
  /// A part of it was gone when somebody read it.
  var isLost = false
}

/// As many files as one command has open at once, and more; what does not fit is not guarded.
private let mostMappings = 1024

/// Nil until the first file is mapped. Written under the lock of `names`, and by the handler on the
/// thread whose read it interrupts.
nonisolated(unsafe) private var mappings: UnsafeMutablePointer<Mapping>?

/// Whose file it is.
private struct Reader {
  /// Empty where the place is free.
  var name = ""
  /// The thread that works on what is in it.
  var thread = pthread_t()
}

/// By place in `mappings`.
private let readers = Mutex([Reader](repeating: Reader(), count: mostMappings))

/// Files that are mapped, and what becomes of one that somebody makes shorter while it is read:
/// a build that writes its vmlinux anew, say.
///
/// Reading behind the new end raises SIGBUS. What is gone then reads as zeros, so that whoever reads
/// comes to an end, and the file is noted as lost: nothing that was made of it holds.
enum MappedFiles {
  /// Notes that a file is mapped there.
  ///
  /// - Returns: what `remove` wants; nil when there are too many.
  static func add(_ region: UnsafeRawBufferPointer, name: String) -> Int? {
    readers.withLock { readers in
      let table = mappings ?? installed()
      guard let place = readers.firstIndex(where: { $0.name.isEmpty }),
        let start = region.baseAddress
      else { return nil }
      readers[place] = Reader(name: name.isEmpty ? "-" : name, thread: pthread_self())
      table[place] = Mapping(
        start: UInt(bitPattern: start), end: UInt(bitPattern: start + region.count))
      return place
    }
  }

  /// The file is not mapped any more. That it was lost is still known to whoever asks.
  static func remove(_ place: Int) {
    readers.withLock { readers in
      guard let table = mappings else { return }
      if table[place].isLost { lost.withLock { $0.append(readers[place]) } }
      readers[place] = Reader()
      table[place] = Mapping()
    }
  }

  /// This thread works on the file from here on.
  static func take(_ place: Int) {
    readers.withLock { $0[place].thread = pthread_self() }
  }

  private static let lost = Mutex<[Reader]>([])

  /// A file that was lost since this was last asked; nil when all are whole.
  ///
  /// - Parameter thread: whose files are asked about; nil for all.
  static func takeLost(of thread: pthread_t?) -> String? {
    func isAsked(_ reader: Reader) -> Bool { thread.map { $0 == reader.thread } ?? true }
    let gone = lost.withLock { lost in
      lost.lastIndex(where: isAsked).map { lost.remove(at: $0).name }
    }
    return gone
      ?? readers.withLock { readers in
        guard let table = mappings,
          let place = readers.indices.first(where: { table[$0].isLost && isAsked(readers[$0]) })
        else { return nil }
        table[place].isLost = false
        return readers[place].name
      }
  }

  private static func installed() -> UnsafeMutablePointer<Mapping> {
    let table = UnsafeMutablePointer<Mapping>.allocate(capacity: mostMappings)
    table.initialize(repeating: Mapping(), count: mostMappings)
    mappings = table
    var action = sigaction()
    action.sa_flags = SA_SIGINFO
    action.__sigaction_handler.sa_sigaction = { signal, info, _ in
      let address = info.map { UInt(bitPattern: $0.pointee._sifields._sigfault.si_addr) } ?? 0
      // Any other SIGBUS ends the process, when the instruction is run again.
      if !MappedFiles.patch(address) { Glibc.signal(signal, SIG_DFL) }
    }
    sigaction(SIGBUS, &action, nil)
    return table
  }

  /// Puts zeros in the place of the rest of the file that has this address; false when none has.
  /// Called by the signal handler: it takes no lock and no memory.
  fileprivate static func patch(_ address: UInt) -> Bool {
    guard let table = mappings else { return false }
    for place in 0..<mostMappings
    where address >= table[place].start && address < table[place].end {
      table[place].isLost = true
      let page = address & ~4095
      let flags = MAP_PRIVATE | MAP_FIXED | MAP_ANONYMOUS
      let zeros = mmap(
        UnsafeMutableRawPointer(bitPattern: page), Int(table[place].end - page), PROT_READ, flags,
        -1, 0)
      return zeros != MAP_FAILED
    }
    return false
  }
}
