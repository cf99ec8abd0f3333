// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Every structure of the model, subsystem by subsystem.
  public static let all: [Structure] =
    startOfDay + sharedInfo + registers + memoryManagement + scheduling + eventChannels + vcpus
    + memory + versions + grants + callbacks + physicalDevices + rings + blockDevices
    + networkDevices + hvmStart
}
