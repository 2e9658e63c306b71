/* grid-view-private.h - shared by the source files of the grid
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/grid/grid-cell.h"
#include "ui/grid/grid-view.h"

#include "engine/model/browse/browse.h"

G_BEGIN_DECLS

struct _SemGridView
{
  GtkWidget parent_instance;

  GtkAdjustment *adjustments[2]; /* by GtkOrientation */
  GtkScrollablePolicy policies[2];
  GListModel *model; /* (nullable) */
  SemGridSelection *selection;
  SemAbsence *absence; /* (nullable) */
  SemGridLayout layout;
  int least; /* sides of tiles */
  int most;

  GPtrArray *cells; /* SemGridCell of the items @first and following */
  guint first;
  GtkWidget *stray;    /* (nullable): cell of the item with the focus, out of view */
  GPtrArray *spare;    /* cells that show nothing */
  GPtrArray *headings; /* GtkLabel of the sections @first_heading and following */
  guint first_heading;
  GPtrArray *spare_headings;

  guint focus;
  gboolean configuring; /* the adjustment changes because the grid does */
  guint catching_up;    /* source: makes cells that a layout lacks */
  gboolean placing;     /* whether the next layout goes to @place */
  SemGridPlace place;
  GArray *kept_ids; /* (nullable): gint64: of the selected photos, while the model changes */
  gint64 kept_anchor;
  gint64 kept_focus;
  gint64 kept_top;    /* id of the photo that stays where it is; -1 for none */
  double kept_offset; /* where its row begins below the upper edge */

  guint pressed; /* item of the first click */
  gboolean press_selects;
  GtkWidget *band;       /* (nullable): the rubber band */
  double band_x, band_y; /* where it began, in the grid as a whole */
  double pointer_x, pointer_y;
  GtkBitset *band_base; /* what was selected before */
  gboolean band_toggles;
  guint band_tick;
};

/* None of these files calls grid-view.c. Casts to the class would. */

/* grid-cells.c: the widgets */

double sem_grid_view_get_scroll (SemGridView *self);
/* Makes the cells and headings of what is in view, and drops the others. @height: of the grid. */
void sem_grid_view_update_cells (SemGridView *self, int height);
/* Whether it would change none. */
gboolean sem_grid_view_has_cells (SemGridView *self, int height);
void sem_grid_view_allocate_cells (SemGridView *self);
/* Shows the items of changed positions anew. */
void sem_grid_view_rebind (SemGridView *self);
void sem_grid_view_drop_cells (SemGridView *self);
/* Shows which photos can be opened. */
void sem_grid_view_show_absence (SemGridView *self);
/* Shows which cells are selected. */
void sem_grid_view_show_selection (SemGridView *self);
/* Returns: (nullable): a cell at this position, in view or with the focus. */
GtkWidget *sem_grid_view_find_cell (SemGridView *self, guint position);

/* grid-place.c: the focus and what is in view */

/* Scrolls no further than needed to show the item whole. */
void sem_grid_view_scroll_to (SemGridView *self, guint position);
void sem_grid_view_set_scroll (SemGridView *self, double y);
/* Moves the focus. @scroll: whether the item is to be in view. */
gboolean sem_grid_view_focus_item (SemGridView *self, guint position, gboolean scroll);
guint sem_grid_view_find_first_in_view (SemGridView *self);
gboolean sem_grid_view_is_in_view (SemGridView *self, guint position);
gboolean sem_grid_view_focus_last (SemGridView *self, gboolean in_view);

/* grid-keys.c */
void sem_grid_view_add_bindings (GtkWidgetClass *widget_class);

/* grid-pointer.c: clicks, the rubber band and drags */
void sem_grid_view_add_pointer (SemGridView *self);
void sem_grid_view_end_band (SemGridView *self);

/* grid-lay-out.c */

/* Lays out as if the grid had this size. While GTK allocates no cell can be made, see
 * sem_grid_view_catch_up(). Returns: whether it went to a place */
gboolean sem_grid_view_lay_out (SemGridView *self, int width, int height);
/* Where the size is known, makes the cells now. */
void sem_grid_view_lay_out_now (SemGridView *self);
/* Makes the cells that a layout lacks, before the next frame: a widget that gets children while GTK
 * allocates it asks for a layout that never comes, and then nothing is drawn any more. */
void sem_grid_view_catch_up (SemGridView *self);

/* grid-change.c: what stays when the model changes */
void sem_grid_view_connect_model (SemGridView *self);
void sem_grid_view_disconnect_model (SemGridView *self);

/* For tests. */
guint sem_grid_view_get_columns (SemGridView *self);

G_END_DECLS
