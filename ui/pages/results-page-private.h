/* results-page-private.h - shared by the files of the results page
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "ui/archive/archive-view.h"
#include "ui/asking/back-button.h"
#include "ui/likeness/likeness-slider.h"
#include "ui/pages/results-page.h"
#include "ui/widgets/query-well.h"

G_BEGIN_DECLS

struct _SemResultsPage
{
  GtkWidget parent_instance;

  GtkWidget *box;
  AdwWindowTitle *window_title;
  GtkMenuButton *menu_button;
  AdwFlap *flap;
  GtkStack *places;
  GtkStack *stack;
  SemArchiveView *archive_view;
  SemPhotoGrid *grid;
  SemQueryWell *well;
  SemQueryBar *query_bar;
  SemBackButton *back_button;
  GtkWidget *less_bar;
  GtkLabel *less_label;
  GtkWidget *more;
  GtkWidget *fewer;
  AdwStatusPage *nothing;
  GtkWidget *more_of_nothing;
  GtkWidget *all_of_nothing;
  SemLikenessSlider *likeness;

  SemSession *session;
  SemResults *shown; /* (nullable): what the grid shows; not owned, compared only */
  gboolean updating; /* the grid changes because the session did */
  double pointer_x;  /* in the grid, -1 where the pointer is elsewhere */
  double pointer_y;
};

/* ui/archive/results-page-archive.c: the same page while an archive is searched. */

/* Whether an archive is searched, and not this computer. */
gboolean sem_results_page_get_is_elsewhere (SemResultsPage *self);
/* Shows how much was found there. */
void sem_results_page_archive_cb (SemResultsPage *self);
/* Selects the session's selected hit in the grid, where it is shown. */
void sem_results_page_select_hit (SemResultsPage *self);
/* Once the page has its session. */
void sem_results_page_connect_archive (SemResultsPage *self);

G_END_DECLS
