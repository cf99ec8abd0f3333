// SPDX-License-Identifier: Apache-2.0

import Instructions

/// What the code after a hypercall does with registers.
extension Neighbourhood {
  /// The most instructions that are examined.
  private static let most = 512

  /// The registers destroyed by the hypercall whose values the code after it uses.
  func readAfter(
    _ destroyed: [Int], _ convention: HypercallConvention, _ calls: CallEffects
  ) -> [Int] {
    // A jump to Xen does not return.
    guard body.uses[index]?.flow != .end else { return [] }
    var found: [Int] = []
    var seen: Set<Int> = []
    var open = [(index: index + 1, values: DestroyedValues(destroyed))]
    while var (place, values) = open.popLast() {
      while !values.isEmpty, seen.count < Self.most, seen.insert(place).inserted {
        guard place < body.steps.count, let use = body.uses[place] else {
          // Unknown code follows. A copy that is still in a register was made for a purpose.
          found += values.passedOn(~0)
          break
        }
        let step = body.steps[place]
        found += values.step(step.instruction, use, body.code, at: step.offset)
        let target = body.target(of: step)
        switch use.flow {
        case .next: break
        case .call:
          found += values.passedOn(calls.read(step))
          values.call(keeping: calls.kept(step))
        case .branch:
          if let target { open.append((target, values)) }
        case .end:
          if let target {
            place = target
            continue
          }
          let isReturn = [0xc2, 0xc3].contains(step.instruction.opcode)
          if isReturn { found += values.passedOn(1 | convention.keptByFunctions) }
          values = DestroyedValues([])
        }
        place += 1
      }
    }
    return found.reduce(into: []) { once, one in if !once.contains(one) { once.append(one) } }
  }

  /// Whether the code reads the result or passes it on. It counts as read where the code is
  /// unknown.
  var isResultRead: Bool {
    guard body.uses[index]?.flow != .end else { return true }
    var seen: Set<Int> = []
    var open = [index + 1]
    while let start = open.popLast() {
      var place = start
      while seen.insert(place).inserted {
        guard place < body.steps.count, seen.count < Self.most, let use = body.uses[place] else {
          return true
        }
        if use.reads & 1 != 0 { return true }
        let target = body.target(of: body.steps[place])
        if use.flow == .end {
          guard let target else { return true }
          place = target
          continue
        }
        if use.flow == .branch, let target { open.append(target) }
        if use.flow == .call || use.writes & 1 != 0 { break }
        place += 1
      }
    }
    return false
  }
}
