#include "CCLD2.h"

// CLD2's header needs it and does not say so.
#include <cstdio>
#include <cstdlib>

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

// CLD2 takes and frees some 170 kB for each text, and glibc hands them back to the system each time,
// which costs six times as much as the work (65 µs against 10). It stops to do so in a process that has
// freed one larger block: see M_MMAP_THRESHOLD in mallopt(3).
static bool keep_memory() {
  void *volatile block = std::malloc(1 << 20);
  std::free(block);
  return true;
}

void ccld2_ask(const uint8_t *text, int32_t byte_count, bool best_effort, CCLD2Answer *answer) {
  static const bool keeps_memory = keep_memory();
  (void)keeps_memory;
  const CLD2::CLDHints no_hints = {nullptr, nullptr, CLD2::UNKNOWN_ENCODING,
                                   CLD2::UNKNOWN_LANGUAGE};
  CLD2::Language languages[3];
  int percents[3];
  double scores[3];
  int text_bytes = 0;
  bool is_reliable = false;
  CLD2::ExtDetectLanguageSummary(
      reinterpret_cast<const char *>(text), byte_count, /* is_plain_text */ true, &no_hints,
      best_effort ? CLD2::kCLDFlagBestEffort : 0, languages, percents, scores,
      /* resultchunkvector */ nullptr, &text_bytes, &is_reliable);
  answer->first = CLD2::LanguageCode(languages[0]);
  answer->second = CLD2::LanguageCode(languages[1]);
  answer->third = CLD2::LanguageCode(languages[2]);
  answer->first_percent = percents[0];
  answer->second_percent = percents[1];
  answer->third_percent = percents[2];
  answer->is_reliable = is_reliable;
}
