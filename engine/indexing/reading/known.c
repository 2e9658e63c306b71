/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/indexing/reading/known.h"
#include "engine/decode/decoder.h"
#include "engine/decode/format.h"
#include "engine/store/backbones.h"

gboolean
sem_index_looks_different (SemStore *store,
                           const SemStoreFile *row,
                           const char *path,
                           GError **error)
{
  const SemFormatChange change = sem_format_get_change (path);
  gboolean decoded = TRUE;

  return row->state == SEM_FILE_INDEXED && !row->missing && change != SEM_FORMAT_SAME
         && sem_store_is_decoded_by (store, row->photo, SEM_DECODE_LOOK, &decoded, error)
         && !decoded
         && (change == SEM_FORMAT_CHANGED_LAST
             || (sem_store_is_decoded_by (store, row->photo, SEM_DECODE_LOOK_BEFORE, &decoded,
                                          error)
                 && !decoded));
}

gboolean
sem_index_is_known (SemStore *store,
                    const char *backbone,
                    const SemStoreFile *row,
                    const char *path,
                    GError **error)
{
  gboolean found;

  if (row->missing)
    return FALSE;
  switch (row->state)
    {
    case SEM_FILE_INDEXED:
      return sem_store_has_feature (store, row->photo, backbone, &found, error) && found;
    case SEM_FILE_FAILED:
      return g_strcmp0 (row->decoder, sem_decoder_get_version ()) == 0;
    case SEM_FILE_SKIPPED:
      /* An older program did not know this kind. */
      return !sem_format_is_image_name (path);
    default:
      return FALSE;
    }
}
