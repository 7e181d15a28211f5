// Linux's own, which glibc's headers show only to those who define _GNU_SOURCE before everything else.
#pragma once

/// sync_file_range(2).
int sync_file_range(int descriptor, long long offset, long long count, unsigned int flags);
enum { CLINUX_SYNC_FILE_RANGE_WRITE = 2 };
