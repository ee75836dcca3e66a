/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as an index file: as they are, and again with a head that says that they are whole.
 */
#include <stdlib.h>

#include "index.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *copy = mem_alloc(size + 1);
    if (size)
        memcpy(copy, data, size);
    index_try((struct span){copy, size});
    index_fix_head(copy, size);
    index_try((struct span){copy, size});
    mem_free(copy);
    return 0;
}
