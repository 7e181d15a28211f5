#include "blocks.h"

FOR_EACH_CPU
size_t ckernels_largest(const float *values, const float *floors, size_t count) {
  const block none = SPLAT(-__builtin_inff());
  block most = none;
  float best = -__builtin_inff();
  size_t k = 0;
  if (count >= 16) {
    for (; k < count; k += 16) {
      // The last block overlaps the one before.
      const size_t at = k + 16 <= count ? k : count - 16;
      const block x = load(values + at);
      most = largest(most, SELECT(x >= load(floors + at), x, none));
    }
    best = top(most);
  }
  for (; k < count; k++)
    if (values[k] >= floors[k] && values[k] > best)
      best = values[k];
  for (k = 0; k + 16 <= count; k += 16) {
    int32_t found = 0;
    for (size_t j = k; j < k + 16; j++)
      found |= values[j] == best;
    if (found)
      break;
  }
  for (; k < count; k++)
    if (values[k] == best && values[k] >= floors[k])
      return k;
  return count;
}
