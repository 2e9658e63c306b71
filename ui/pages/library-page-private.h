/* library-page-private.h - shared by the page's source files, and its state for tests
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "ui/asking/back-button.h"
#include "ui/asking/words-field.h"
#include "ui/library/filter-popover.h"
#include "ui/pages/library-page.h"

G_BEGIN_DECLS

struct _SemLibraryPage
{
  GtkWidget parent_instance;

  GtkWidget *box;
  AdwWindowTitle *window_title;
  GtkMenuButton *menu_button;
  GtkWidget *open_button;
  GtkWidget *problems_button;
  AdwButtonContent *problems_content;
  GtkStack *stack;
  AdwStatusPage *broken;
  GtkWidget *pictures_button;
  GtkWidget *choose_button;
  SemPhotoGrid *grid;
  SemBackButton *back_button;
  SemWordsField *words;
  GtkWidget *sidebar_button;
  GtkMenuButton *filter_button;
  SemFilterPopover *filter;
  AdwStatusPage *nothing;
  GtkWidget *clear_button;

  SemLibrary *library;
  SemBrowse *browse;
  GSimpleActionGroup *actions;
  gboolean had_photos; /* whether photos were shown once */
  gboolean to_start;   /* whether the next arrangement is shown from its start */
  GCancellable *cancellable;
};

/* library-page-order.c: sorting and filtering. It calls nothing of library-page.c. */

void sem_library_page_add_actions (SemLibraryPage *self);
/* Whether the folder and the filter leave none of the photos; those that are not in the list yet
 * are not missing. */
gboolean sem_library_page_leaves_nothing (SemLibraryPage *self);
/* Shows the rule in buttons and words. */
void sem_library_page_show_rule (SemLibraryPage *self);
/* Sets, saves and shows @rule; what it leaves is shown from its start. */
void sem_library_page_take_rule (SemLibraryPage *self, const SemBrowseRule *rule);
/* The filter was changed. */
void sem_library_page_filter_cb (SemLibraryPage *self);

/**
 * sem_library_page_get_view:
 *
 * Returns: the view that is shown: "opening", "welcome" (no folder), "looking" (no photo yet),
 *   "empty" (indexed, but no photo), "grid" or "broken".
 */
const char *sem_library_page_get_view (SemLibraryPage *self);

G_END_DECLS
