// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import GuestImage

@Suite struct TimeLimitTests {
  private func open(_ compression: Compression, _ time: TimeLimit?) throws -> GuestImage {
    let payload = try BzImageBuilder.payload(ElfBuilder.guest.build(), compression)
    let file = Bytes(BzImageBuilder(payload: payload).build())
    return GuestImage(name: "test", file: file, UnpackOptions(limit: 1 << 20, time: time))
  }

  @Test(arguments: Compression.allCases)
  func aCodecOutOfTimeIsStopped(compression: Compression) throws {
    let image = try open(compression, TimeLimit(seconds: 0))
    #expect(image.container.unpacked == .failure(.tooSlow(seconds: 0)))
    #expect(image.problem != nil)
  }

  @Test(arguments: Compression.allCases)
  func aKernelIsDoneInTime(compression: Compression) throws {
    #expect(try open(compression, nil).kernel != nil)
  }

  @Test func theTimeGrowsWithTheLimit() {
    #expect(TimeLimit(limit: 1 << 20).seconds == 10)
    #expect(TimeLimit(limit: 1 << 30).seconds == 10)
    #expect(TimeLimit(limit: 3 << 30).seconds == 30)
  }
}
