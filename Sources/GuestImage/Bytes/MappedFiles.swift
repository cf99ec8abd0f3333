// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// The addresses of a mapped file, for the signal handler.
private struct Mapping {
  var start: UInt = 0
  var end: UInt = 0
  /// Whether a read found a part of the file missing.
  var isLost = false
}

/// The maximum number of mappings to guard, more than a command has open at once. Further files are
/// mapped without a guard.
private let mostMappings = 1024

/// Nil until the first file is mapped. Written under the lock of `readers`, and by the handler in
/// the thread whose read it interrupted.
nonisolated(unsafe) private var mappings: UnsafeMutablePointer<Mapping>?

/// The name and the thread of a mapped file.
private struct Reader {
  /// Empty if the entry is free.
  var name = ""
  /// The thread that works on the file.
  var thread = pthread_t()
}

/// Parallel to `mappings`.
private let readers = Mutex([Reader](repeating: Reader(), count: mostMappings))

/// The mapped files, with a guard for a file that is shortened while it is read, for example by a
/// build that rewrites its vmlinux.
///
/// A read after the new end raises SIGBUS. The handler then maps zeros there, so that the reader
/// can finish, and marks the file as lost: results from it are not valid.
enum MappedFiles {
  /// Registers a mapped file.
  ///
  /// - Returns: the argument for `remove`; nil if there are too many mappings.
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

  /// Unregisters a file that is about to be unmapped. If it was lost, `takeLost` still reports it.
  static func remove(_ place: Int) {
    readers.withLock { readers in
      guard let table = mappings else { return }
      if table[place].isLost { lost.withLock { $0.append(readers[place]) } }
      readers[place] = Reader()
      table[place] = Mapping()
    }
  }

  /// Assigns the file to the calling thread.
  static func take(_ place: Int) {
    readers.withLock { $0[place].thread = pthread_self() }
  }

  private static let lost = Mutex<[Reader]>([])

  /// The name of a file that was lost and has not been reported yet; nil if there is none.
  ///
  /// - Parameter thread: the thread whose files are checked; nil for all.
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
      // Any other SIGBUS ends the process when the instruction is executed again.
      if !MappedFiles.patch(address) { Glibc.signal(signal, SIG_DFL) }
    }
    sigaction(SIGBUS, &action, nil)
    return table
  }

  /// Maps zeros from an address to the end of its file; false if the address is not in a mapped
  /// file. Called by the signal handler, so that it must not take locks or allocate memory.
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
