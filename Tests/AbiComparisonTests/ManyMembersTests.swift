// SPDX-License-Identifier: Apache-2.0

import Commands
import GuestTypes
import HypervisorABI
import Testing

@testable import AbiComparison

/// Structures of more members than anybody declares: each is compared with what is there, not with
/// all others.
@Suite struct ManyMembersTests {
  private func layout(_ count: Int, _ member: (Int) -> Layout.Member) -> TypeLayout {
    TypeLayout(name: "start_info", kind: .struct, size: 1 << 20, members: (0..<count).map(member))
  }

  private let model = Layout("start_info", in: .standard, on: .x86_64).map(TypeLayout.init)

  @Test func ofOneName() throws {
    let many = layout(50_000) { Layout.Member(name: "m", offset: $0 * 8, size: 8, type: "long") }
    let model = try #require(model)
    #expect(CPUTime.spent { _ = compare(used: many, with: model) } < 20)
  }

  @Test func inEachOthersPlaces() throws {
    let model = try #require(model)
    let last = model.members.count - 1
    let many = layout(50_000) { index in
      let own = model.members[index % (last + 1)]
      return Layout.Member(name: own.name, offset: own.offset + 8 * index, size: 8, type: "long")
    }
    #expect(CPUTime.spent { _ = compare(used: many, with: model) } < 20)
  }
}
