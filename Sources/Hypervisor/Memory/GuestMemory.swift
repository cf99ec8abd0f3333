// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Copies between Xen and guest addresses for a hypercall. The active page tables decide, and a
/// copy fails where they do (copy_from_guest, copy_to_guest).
extension AddressSpace {
  /// Reads bytes from a guest address.
  func read(_ count: Int, at address: UInt64) throws(XenError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var error: XenError?
    bytes.withUnsafeMutableBytes { buffer in
      do throws(XenError) {
        try copy(count, at: address, write: false) { page, offset, length in
          memcpy(buffer.baseAddress! + offset, page, length)
        }
      } catch let thrown { error = thrown }
    }
    if let error { throw error }
    return bytes
  }

  func write(_ bytes: [UInt8], at address: UInt64) throws(XenError) {
    var error: XenError?
    bytes.withUnsafeBytes { buffer in
      do throws(XenError) {
        try copy(bytes.count, at: address, write: true) { page, offset, length in
          memcpy(page, buffer.baseAddress! + offset, length)
        }
      } catch let thrown { error = thrown }
    }
    if let error { throw error }
  }

  /// Reads bytes without a trace in the guest's page tables; nil if they are not all mapped.
  func peek(_ count: Int, at address: UInt64) -> [UInt8]? {
    var bytes: [UInt8] = []
    while bytes.count < count {
      let at = address &+ UInt64(bytes.count)
      let walk = walk(at)
      guard walk.isPresent, memory.exists(walk.frame) else { return nil }
      let inPage = Int(at & 0xfff)
      let length = min(count - bytes.count, MachineMemory.pageSize - inPage)
      bytes += UnsafeRawBufferPointer(start: memory.pointer(walk.frame) + inPage, count: length)
    }
    return bytes
  }

  /// Reads a word of the guest without a trace in its page tables; nil if it is not mapped.
  func peek(_ address: UInt64) -> UInt64? {
    peek(format.type.wordSize, at: address)?.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Reads a word of the guest: a pointer, a frame number, an `unsigned long`.
  func word(_ address: UInt64) throws(XenError) -> UInt64 {
    format.type.is64 ? try load(address) : UInt64(try load(address, as: UInt32.self))
  }

  /// Writes a word of the guest.
  func store(word: UInt64, at address: UInt64) throws(XenError) {
    if format.type.is64 { return try store(word, at: address) }
    try store(UInt32(truncatingIfNeeded: word), at: address)
  }

  /// Reads an integer from a guest address.
  func load<T: FixedWidthInteger & BitwiseCopyable>(
    _ address: UInt64, as type: T.Type = T.self
  ) throws(XenError) -> T {
    let inPage = Int(address & 0xfff)
    if inPage + MemoryLayout<T>.size <= MachineMemory.pageSize {
      let page = try page(address, write: false)
      return (page + inPage).loadUnaligned(as: T.self)
    }
    let bytes = try read(MemoryLayout<T>.size, at: address)
    return bytes.withUnsafeBytes { $0.loadUnaligned(as: T.self) }
  }

  func store<T: FixedWidthInteger & BitwiseCopyable>(
    _ value: T, at address: UInt64
  ) throws(XenError) {
    let inPage = Int(address & 0xfff)
    if inPage + MemoryLayout<T>.size <= MachineMemory.pageSize {
      let page = try page(address, write: true)
      return (page + inPage).storeBytes(of: value, as: T.self)
    }
    try write(withUnsafeBytes(of: value) { Array($0) }, at: address)
  }

  private func copy(
    _ count: Int, at address: UInt64, write: Bool,
    _ body: (UnsafeMutableRawPointer, _ offset: Int, _ length: Int) -> Void
  ) throws(XenError) {
    var done = 0
    while done < count {
      let at = address &+ UInt64(done)
      let inPage = Int(at & 0xfff)
      let length = min(count - done, MachineMemory.pageSize - inPage)
      body(try page(at, write: write) + inPage, done, length)
      done += length
    }
  }

  /// The page of a guest address in the host's memory.
  private func page(_ address: UInt64, write: Bool) throws(XenError) -> UnsafeMutableRawPointer {
    let walk = use(address)
    guard walk.isPresent, !write || walk.canWrite, memory.exists(walk.frame), let table = walk.table
    else {
      if let use = staleUse(address & ~0xfff, write ? .write : .read, walk) {
        log.onStaleUse(use)
        return page(by: PageTableEntry(use.old), write: write)
      }
      onFault(address, write, walk)
      throw .fault
    }
    memory.entries(table)[walk.index] |=
      PageTableEntry.accessed | (write ? PageTableEntry.dirty : 0)
    return page(by: PageTableEntry(frame: walk.frame, 0), write: write)
  }

  private func page(by entry: PageTableEntry, write: Bool) -> UnsafeMutableRawPointer {
    if write { code.wasChanged(entry.frame) }
    return memory.pointer(entry.frame)
  }
}
