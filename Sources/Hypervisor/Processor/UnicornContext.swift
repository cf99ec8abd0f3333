// SPDX-License-Identifier: Apache-2.0

#if UNICORN
  import CUnicorn
  import Glibc

  /// The processor's state as Unicorn saves it.
  final class UnicornState: ProcessorState {
    private let context: OpaquePointer

    init(_ engine: OpaquePointer) throws(ProcessorError) {
      var context: OpaquePointer?
      try UnicornProcessor.check(uc_context_alloc(engine, &context), "context")
      guard let context else { throw ProcessorError("Unicorn: no context") }
      self.context = context
    }

    deinit { uc_context_free(context) }

    func save(_ engine: OpaquePointer) { uc_context_save(engine, context) }

    func load(_ engine: OpaquePointer) { uc_context_restore(engine, context) }
  }

  /// The processor's state as Unicorn saves it, for the two things that have no register: the error
  /// code of an exception, and the exception before it.
  ///
  /// Unicorn never forgets the latter, and makes a double fault of the second #GP of a run and an end
  /// without a word of the third. Where it keeps it is found at the start, by an exception that is
  /// known: what was -1 before and is its number after.
  final class UnicornContext {
    private let engine: OpaquePointer
    private let context: OpaquePointer
    private let size: Int
    private var exceptionOffset: Int?

    init(_ engine: OpaquePointer) throws(ProcessorError) {
      self.engine = engine
      var context: OpaquePointer?
      try UnicornProcessor.check(uc_context_alloc(engine, &context), "context")
      guard let context else { throw ProcessorError("Unicorn: no context") }
      self.context = context
      size = Int(uc_context_size(engine))
    }

    deinit { uc_context_free(context) }

    /// A copy of the state.
    func saved() -> [UInt8] {
      uc_context_save(engine, context)
      return Array(UnsafeRawBufferPointer(start: UnsafeRawPointer(context), count: size))
    }

    /// Finds the field by what a #GP changed.
    func learn(before: [UInt8], after: [UInt8]) throws(ProcessorError) {
      let none = Int32(-1)
      let protection = Int32(13)
      let changed = stride(from: 0, to: size - 4, by: 4).filter { offset in
        Self.word(before, offset) == none && Self.word(after, offset) == protection
      }
      // The exception index stands beside it in some builds, and is -1 again by now.
      guard changed.count == 1, let offset = changed.first else {
        throw ProcessorError(
          "Unicorn: cannot tell where it keeps the last exception (\(changed.count) places)")
      }
      exceptionOffset = offset
    }

    private static func word(_ bytes: [UInt8], _ offset: Int) -> Int32 {
      bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: Int32.self) }
    }

    /// Forgets the exception that was just taken.
    ///
    /// - Returns: its error code; 0, which no field is known for.
    func takeException() -> UInt32 {
      guard let offset = exceptionOffset else { return 0 }
      uc_context_save(engine, context)
      UnsafeMutableRawPointer(context).storeBytes(of: -1, toByteOffset: offset, as: Int32.self)
      uc_context_restore(engine, context)
      return 0
    }
  }
#endif
