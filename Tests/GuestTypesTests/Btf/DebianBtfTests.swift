// SPDX-License-Identifier: Apache-2.0

import Commands
import GuestImage
import HypervisorABI
import Testing

@testable import GuestTypes

/// Types that real kernels carry in their bzImage.
@Suite struct DebianBtfTests {
  private func btf(_ section: Result<Bytes, any Error>) throws -> Btf {
    try Btf(section.get(), of: "debian", architecture: .x86_64)
  }

  @Test func readsEveryRecord() throws {
    #expect(try btf(DebianBtf.generic).index.offsets.count > 90_000)
    #expect(try btf(DebianBtf.cloud).index.offsets.count > 80_000)
  }

  /// Structures that Linux takes from Xen's headers as they are.
  @Test(arguments: [
    "start_info", "sched_poll", "trap_info", "xen_memory_reservation", "gnttab_copy",
  ])
  func agreesWithTheModel(name: String) throws {
    let model = TypeLayout(try #require(Layout(name, in: .standard, on: .x86_64)))
    let guest = try #require(try btf(DebianBtf.generic).layouts(of: [name])[name])
    #expect(guest.size == model.size && guest.kind == model.kind)
    #expect(guest.members.map(\.offset) == model.members.map(\.offset))
    #expect(guest.members.map(\.size) == model.members.map(\.size))
  }

  @Test func findsEnumerators() throws {
    let found = try btf(DebianBtf.cloud).constants(of: ["XenbusStateConnected", "XS_WATCH"])
    #expect(found == ["XenbusStateConnected": 4, "XS_WATCH": 4])
  }

  @Test func opensTheBzImage() throws {
    let image = try GuestImage.open(path: try DebianImages.linuxCloud())
    let source = try TypeSources.open(.image(image))
    #expect(source.architecture == .x86_64)
    #expect(try source.layouts(of: ["start_info"]).count == 1)
  }

  @Test func refusesToGuess() throws {
    let image = try GuestImage.open(path: try DebianImages.xenShim())
    #expect(throws: ImageError.self) { try TypeSources.open(.image(image)) }
  }
}
