/* browse-settings.h - the order and the filter of the photos, kept for the next start
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/browse/rule.h"

G_BEGIN_DECLS

/* Returns: (transfer full): the saved rule, for all folders. */
SemBrowseRule *sem_browse_settings_load (void) G_GNUC_WARN_UNUSED_RESULT;
/* Does nothing where there are no settings. */
void sem_browse_settings_save (const SemBrowseRule *rule);

G_END_DECLS
