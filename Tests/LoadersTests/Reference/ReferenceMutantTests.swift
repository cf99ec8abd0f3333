// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI
import Loaders
import TestGuests
import Testing

/// The generated guest with every note of its spoilt in every way, one at a time.
@Suite struct ReferenceMutantTests {
  /// A way to spoil a note; an empty list removes it.
  struct Fault: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let apply: @Sendable (TestNote) -> [TestNote]

    init(_ name: String, _ apply: @escaping @Sendable (TestNote) -> [TestNote]) {
      testDescription = name
      self.apply = apply
    }

    /// The like, for an edit of the note in place.
    static func edit(
      _ name: String, _ edit: @escaping @Sendable (inout TestNote) -> Void
    ) -> Fault {
      Fault(name) { note in
        var edited = note
        edit(&edited)
        return [edited]
      }
    }
  }

  static let faults: [Fault] = [
    Fault("missing") { _ in [] },
    Fault("twice") { [$0, $0] },
    Fault("twice, the second zero") { [$0, TestNote($0.type, [0, 0, 0, 0, 0, 0, 0, 0])] },
    .edit("zero") { $0.descriptor = $0.descriptor.map { _ in 0 } },
    .edit("all ones") { $0.descriptor = $0.descriptor.map { _ in 0xff } },
    .edit("empty") { $0.descriptor = [] },
    .edit("cut to 3 bytes") { $0.descriptor = Array($0.descriptor.prefix(3)) },
    .edit("cut to 4 bytes") { $0.descriptor = Array($0.descriptor.prefix(4)) },
    .edit("one more") { $0.descriptor[0] &+= 1 },
    .edit("a page more") { if $0.descriptor.count > 1 { $0.descriptor[1] &+= 0x10 } },
    .edit("another owner") { $0.name = Array("name\0".utf8) },
    .edit("an owner without NUL") { $0.name = Array("Xen".utf8) },
    .edit("namesz off by one") { $0.nameSize = 5 },
    .edit("descsz huge") { $0.descriptorSize = 0x7fff_fff0 },
    .edit("another type") { $0.type ^= 0x10 },
  ]

  @Test(arguments: faults) func everyNote(_ fault: Fault) throws {
    let guest = try ReferenceGuest.built.get()
    let oracle = try Oracle()
    for (index, note) in guest.notes.enumerated() {
      var notes = guest.notes
      notes.replaceSubrange(index...index, with: fault.apply(note))
      let comparison = try Comparison(oracle, guest.with(notes), .pv, pv32: false)
      #expect(comparison.disagreement == nil, "\(XenNote.number(note.type)?.name ?? "?")")
    }
    #expect(guest.notes.count * Self.faults.count >= 60)
  }

  @Test func asItIsEveryLoaderTakesIt() throws {
    let guest = try ReferenceGuest.built.get()
    for bytes in [guest.bytes, guest.with(guest.notes)] {
      let comparison = try Comparison(Oracle(), bytes, .pv, pv32: false)
      #expect(comparison.disagreement == nil)
      #expect(comparison.verdict.accepts)
      let image = GuestImage(name: "guest.elf", file: Bytes(bytes))
      #expect(XenDom0.verdict(on: image, mode: .pv, target: Target()).accepts)
    }
  }
}
