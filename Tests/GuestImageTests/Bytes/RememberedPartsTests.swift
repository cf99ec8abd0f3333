// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import GuestImage

@Suite struct RememberedPartsTests {
  /// How often a value is computed that is asked for twice.
  private func computed(
    _ image: GuestImage, _ parts: [Bytes], _ questions: [String] = ["a", "a"], size: Int = 0
  ) -> Int {
    var count = 0
    for (part, question) in zip(parts, questions) {
      let value = image.remembered(
        question, of: part, holding: { _ in size },
        by: {
          count += 1
          return part.array + Array(question.utf8)
        })
      #expect(value == part.array + Array(question.utf8))
    }
    return count
  }

  private func image(limit: Int = 100) -> GuestImage {
    GuestImage(name: "test", file: Bytes([1, 2, 3, 4]), limit: limit)
  }

  @Test func onceForEachPartAndQuestion() throws {
    let image = image()
    let (front, back) = (image.file.slice(at: 0, count: 2)!, image.file.slice(at: 2, count: 2)!)
    #expect(computed(image, [front, front]) == 1)
    #expect(computed(image, [front, back]) == 1)
    #expect(computed(image, [back, front], ["b", "b"]) == 2)
    // A copy of the image is the same image.
    let copy = image
    #expect(computed(copy, [front, front]) == 0)
    #expect(computed(self.image(), [front, front]) == 2)
  }

  /// What is not the image's may be gone by the next time, and other bytes in its place.
  @Test func otherBytesAreNotRemembered() {
    let other = Bytes([1, 2, 3, 4])
    #expect(computed(image(), [other, other]) == 2)
  }

  /// All together hold no more than the limit.
  @Test func theLimit() {
    let image = image(limit: 5)
    #expect(computed(image, [image.file, image.file], size: 6) == 2)
    #expect(computed(image, [image.file, image.file], ["b", "b"], size: 5) == 1)
    #expect(computed(image, [image.file, image.file], ["c", "c"], size: 1) == 2)
  }
}
