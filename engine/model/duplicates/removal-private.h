/* removal-private.h - for engine/model and its tests only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/duplicates/groups.h"
#include "engine/model/duplicates/removal.h"

G_BEGIN_DECLS

/* @file: with a path of its own; @goes: whether it is to go */
typedef struct
{
  SemDuplicateFile file;
  gboolean goes;
} SemRemovalItem;

/**
 * SemRemoval:
 * @items: (element-type SemRemovalItem): the files of the group
 * @set: (nullable): the set whose later decisions are checked before the removal is carried out
 * @decisions: of @set, when it was made
 */
struct _SemRemoval
{
  GArray *items;
  SemDuplicateSet *set;
  guint decisions;
};

G_END_DECLS
