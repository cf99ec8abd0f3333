// SPDX-License-Identifier: Apache-2.0

/// Operations and formats of a virtual sound card. Source: public/io/sndif.h, 4.9 to 4.22.
extension ConstantGroup {
  /// Sample formats of a virtual sound card.
  public static let soundFormats = ConstantGroup(
    "sample formats of a virtual sound card", "io/sndif.h",
    [
      Constant("XENSND_PCM_FORMAT_S8", 0, since: .v4_9),
      Constant("XENSND_PCM_FORMAT_U8", 1, since: .v4_9),
      Constant("XENSND_PCM_FORMAT_S16_LE", 2, since: .v4_9),
      Constant("XENSND_PCM_FORMAT_S16_BE", 3, since: .v4_9),
      Constant("XENSND_PCM_FORMAT_U16_LE", 4, since: .v4_9),
      Constant("XENSND_PCM_FORMAT_U16_BE", 5, since: .v4_9),
      Constant("XENSND_PCM_FORMAT_S24_LE", 6, since: .v4_9),
      Constant("XENSND_PCM_FORMAT_S24_BE", 7, since: .v4_9),
      Constant("XENSND_PCM_FORMAT_U24_LE", 8, since: .v4_9),
      Constant("XENSND_PCM_FORMAT_U24_BE", 9, since: .v4_9),
      Constant("XENSND_PCM_FORMAT_S32_LE", 10, since: .v4_9),
      Constant("XENSND_PCM_FORMAT_S32_BE", 11, since: .v4_9),
      Constant("XENSND_PCM_FORMAT_U32_LE", 12, since: .v4_9),
      Constant("XENSND_PCM_FORMAT_U32_BE", 13, since: .v4_9),
      Constant("XENSND_PCM_FORMAT_F32_LE", 14, since: .v4_9),
      Constant("XENSND_PCM_FORMAT_F32_BE", 15, since: .v4_9),
      Constant("XENSND_PCM_FORMAT_F64_LE", 16, since: .v4_9),
      Constant("XENSND_PCM_FORMAT_F64_BE", 17, since: .v4_9),
      Constant("XENSND_PCM_FORMAT_IEC958_SUBFRAME_LE", 18, since: .v4_9),
      Constant("XENSND_PCM_FORMAT_IEC958_SUBFRAME_BE", 19, since: .v4_9),
      Constant("XENSND_PCM_FORMAT_MU_LAW", 20, since: .v4_9),
      Constant("XENSND_PCM_FORMAT_A_LAW", 21, since: .v4_9),
      Constant("XENSND_PCM_FORMAT_IMA_ADPCM", 22, since: .v4_9),
      Constant("XENSND_PCM_FORMAT_MPEG", 23, since: .v4_9),
      Constant("XENSND_PCM_FORMAT_GSM", 24, since: .v4_9),
    ])

  /// Operations, events and sizes of a virtual sound card.
  public static let sound = ConstantGroup(
    "operations, events and sizes of a virtual sound card", "io/sndif.h",
    [
      Constant("XENSND_PROTOCOL_VERSION", 2, since: .v4_11),
      Constant("XENSND_OP_OPEN", 0, since: .v4_9),
      Constant("XENSND_OP_CLOSE", 1, since: .v4_9),
      Constant("XENSND_OP_READ", 2, since: .v4_9),
      Constant("XENSND_OP_WRITE", 3, since: .v4_9),
      Constant("XENSND_OP_SET_VOLUME", 4, since: .v4_9),
      Constant("XENSND_OP_GET_VOLUME", 5, since: .v4_9),
      Constant("XENSND_OP_MUTE", 6, since: .v4_9),
      Constant("XENSND_OP_UNMUTE", 7, since: .v4_9),
      Constant("XENSND_OP_TRIGGER", 8, since: .v4_11),
      Constant("XENSND_OP_HW_PARAM_QUERY", 9, since: .v4_11),
      Constant("XENSND_OP_TRIGGER_START", 0, since: .v4_11),
      Constant("XENSND_OP_TRIGGER_PAUSE", 1, since: .v4_11),
      Constant("XENSND_OP_TRIGGER_STOP", 2, since: .v4_11),
      Constant("XENSND_OP_TRIGGER_RESUME", 3, since: .v4_11),
      Constant("XENSND_EVT_CUR_POS", 0, since: .v4_11),
      Constant("XENSND_SAMPLE_RATE_MAX_LEN", 11, since: .v4_9),
      Constant("XENSND_SAMPLE_FORMAT_MAX_LEN", 24, since: .v4_9),
      Constant("XENSND_EVENT_PAGE_SIZE", 4096, since: .v4_11),
      Constant("XENSND_IN_RING_OFFS", 64, since: .v4_11),
      Constant("XENSND_IN_RING_SIZE", 4032, since: .v4_11),
      Constant("XENSND_IN_RING_LEN", 63, since: .v4_11),
    ])
}
