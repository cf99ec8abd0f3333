// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// What was computed from parts of an image: once, however many loaders and releases ask.
final class RememberedParts: Sendable {
  /// A part of the file, or of what was unpacked from it, and what is asked about it.
  fileprivate struct Question: Hashable, Sendable {
    let range: Range<Int>
    let isInside: Bool
    let asked: any Hashable & Sendable

    static func == (one: Question, other: Question) -> Bool {
      one.range == other.range && one.isInside == other.isInside
        && AnyHashable(one.asked) == AnyHashable(other.asked)
    }

    func hash(into hasher: inout Hasher) {
      hasher.combine(range)
      hasher.combine(isInside)
      hasher.combine(AnyHashable(asked))
    }
  }

  private struct Known {
    var answers: [Question: any Sendable] = [:]
    /// The number of bytes that further answers may hold.
    var room: Int
  }

  private let known: Mutex<Known>

  /// - Parameter limit: the number of bytes that all answers together may hold; others are given
  ///   and forgotten.
  init(limit: Int) { known = Mutex(Known(room: limit)) }

  fileprivate func answer<Value: Sendable>(
    _ question: Question, holding size: (Value) -> Int, _ compute: () -> Value
  ) -> Value {
    if let value = known.withLock({ $0.answers[question] }) as? Value { return value }
    let value = compute()
    let bytes = size(value)
    known.withLock { known in
      guard bytes <= known.room, known.answers.updateValue(value, forKey: question) == nil else {
        return
      }
      known.room -= bytes
    }
    return value
  }
}

extension GuestImage {
  /// Computes a value from a part of the image, or gives the value that was computed before.
  ///
  /// - Parameters:
  ///   - question: what is computed, with everything that the value depends on besides the part.
  ///   - part: bytes of the file, or of what is packed in it; the value is not remembered for any
  ///     others.
  ///   - size: the number of bytes of memory that a value holds. All values of an image hold at most
  ///     `limit`; what exceeds it is not remembered.
  ///   - compute: computes the value.
  public func remembered<Value: Sendable>(
    _ question: some Hashable & Sendable, of part: Bytes, holding size: (Value) -> Int = { _ in 0 },
    by compute: () -> Value
  ) -> Value {
    let isInside = part.region !== file.region
    if isInside, (try? container.unpacked.get())?.region !== part.region { return compute() }
    return answers.answer(
      RememberedParts.Question(range: part.range, isInside: isInside, asked: question),
      holding: size, compute)
  }
}
