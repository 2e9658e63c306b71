/* verdict.h - an inspection in a sentence
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/inspect/inspection.h"

G_BEGIN_DECLS

/**
 * SemInspectFault:
 * @SEM_INSPECT_FAULT_CODES: the stored codes are not those of the model
 * @SEM_INSPECT_FAULT_SHUFFLED: the features or codes belong to other photos
 * @SEM_INSPECT_FAULT_COLLAPSED: nearly all photos have nearly the same code, or one of few
 * @SEM_INSPECT_FAULT_DEAD: bits that are the same in all codes
 * @SEM_INSPECT_FAULT_DOUBLED: bits that repeat another one
 * @SEM_INSPECT_FAULT_HUB: a photo that is near to too many others
 * @SEM_INSPECT_FAULT_REACH: codes lose too many of the nearest
 *
 * The gravest first. A fault that explains others hides them.
 */
typedef enum
{
  SEM_INSPECT_FAULT_CODES,
  SEM_INSPECT_FAULT_SHUFFLED,
  SEM_INSPECT_FAULT_COLLAPSED,
  SEM_INSPECT_FAULT_DEAD,
  SEM_INSPECT_FAULT_DOUBLED,
  SEM_INSPECT_FAULT_HUB,
  SEM_INSPECT_FAULT_REACH,
  SEM_INSPECT_N_FAULTS,
} SemInspectFault;

/* Returns: a bit for each fault that the inspection shows; 0 for a healthy model */
guint sem_inspect_find_faults (const SemInspection *inspection);
/* Returns: (transfer none): the name of a fault in JSON; static */
const char *sem_inspect_fault_get_key (SemInspectFault fault);
/* Returns: (transfer full): a translated sentence for a person: what is wrong and what to do, or
 * how well photos and copies are found */
char *sem_inspect_dup_verdict (const SemInspection *inspection) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
