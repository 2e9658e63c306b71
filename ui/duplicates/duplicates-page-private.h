/* duplicates-page-private.h - shared by the source files of the page
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "ui/duplicates/duplicates-page.h"

G_BEGIN_DECLS

struct _SemDuplicatesPage
{
  GtkWidget parent_instance;

  GtkWidget *box;
  AdwWindowTitle *title;
  GtkWidget *sidebar_button;
  GtkMenuButton *filter_button;
  GtkMenuButton *menu_button;
  GtkWidget *stopped;
  GtkStack *stack;
  AdwStatusPage *empty;
  GtkWidget *look_button;
  SemDuplicatesView *view;
  GtkWidget *bar;
  GtkLabel *accepted;
  GMenuModel *photo_menu;
  GMenu *kinds;
  GtkWidget *popover;

  SemLibrary *library;
  SemDuplicateFinder *finder;
  gboolean wants_focus; /* the first groups take it */
};

/* duplicates-page-actions.c: it calls nothing of the page. */
void sem_duplicates_page_install_actions (GtkWidgetClass *widget_class);
/* Enables those that can do something now. */
void sem_duplicates_page_update_actions (SemDuplicatesPage *self);
/**
 * sem_duplicates_page_list_current:
 *
 * Returns: (transfer full) (element-type SemDuplicateSet): the current group, which there is
 */
GPtrArray *sem_duplicates_page_list_current (SemDuplicatesPage *self);
/* Emits "trash". @sets: (transfer full) (element-type SemDuplicateSet) */
void sem_duplicates_page_trash (SemDuplicatesPage *self, GPtrArray *sets, guint only);

/* For tests. Returns: (transfer none): what is shown: "groups" or "empty" */
const char *sem_duplicates_page_get_shown (SemDuplicatesPage *self);

G_END_DECLS
