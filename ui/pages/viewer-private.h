/* viewer-private.h - shared by the viewer's source files, and for its tests
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "ui/pages/viewer-cache.h"
#include "ui/pages/viewer.h"
#include "ui/widgets/details-pane.h"
#include "ui/pictures/picture-view.h"
#include "ui/region/region-view.h"

G_BEGIN_DECLS

struct _SemViewer
{
  GtkWidget parent_instance;

  GtkWidget *box;
  AdwWindowTitle *window_title;
  GtkMenuButton *more_button;
  AdwFlap *flap;
  SemRegionView *region_view;
  SemPictureView *view;
  SemDetailsPane *details;
  GtkWidget *previous_button;
  GtkWidget *next_button;
  GtkButton *find_button;
  GtkWidget *region_hint;
  GtkWidget *zoom_bar;
  GtkButton *zoom_button;
  GtkSpinner *spinner;
  AdwStatusPage *failure;

  GListModel *list;
  guint position;
  SemPhoto *photo;
  GFile *file;            /* (nullable): of the photo */
  gboolean backwards;     /* the last step went to an earlier photo */
  gboolean marking;       /* a region, as is shown */
  gboolean marks_next;    /* a region is to be marked when the picture shows */
  GHashTable *hidden;     /* paths of files */
  GHashTable *hidden_ids; /* of photos that have no other file, gint64 */
  SemAbsence *absence;    /* (nullable) */
  SemViewerCache *cache;
  guint follow_id; /* source that follows the visible part */

  GCancellable *detail_load;
  graphene_rect_t detail_area; /* of the part that is loaded or being loaded */
  double detail_zoom;
};

/* viewer-detail.c */

/* Loads the visible part of the photo where it is shown larger than what is loaded. */
void sem_viewer_update_detail (SemViewer *self);
/* Forgets the part. */
void sem_viewer_drop_detail (SemViewer *self);

/* viewer-actions.c: all actions but those that go to another photo. It does not call viewer.c. */

void sem_viewer_install_actions (GtkWidgetClass *widget_class);
/* Enables the actions that are possible now. */
void sem_viewer_update_actions (SemViewer *self);

/* viewer-region.c */

/* @marking: whether a region is marked from now on. */
void sem_viewer_mark_region (SemViewer *self, gboolean marking);
/* Marks a region where that is to be done and the picture shows. */
void sem_viewer_mark_next (SemViewer *self);
/* Emits "find-region". Returns: %FALSE where no region is marked */
gboolean sem_viewer_accept_region (SemViewer *self);
/* Follows the region view. */
void sem_viewer_region_changed (SemViewer *self);

/* viewer-list.c */

/* Returns: (transfer full) (nullable): the photo at @position of the list */
SemPhoto *sem_viewer_dup_photo (SemViewer *self, guint position);
/* Whether @photo is left out on the way through the list. */
gboolean sem_viewer_is_hidden (SemViewer *self, SemPhoto *photo);
/* Returns: the nearest position in the direction @step, 1 or -1, whose photo is not hidden;
 * GTK_INVALID_LIST_POSITION where there is none */
guint sem_viewer_find (SemViewer *self, guint position, int step);

G_END_DECLS
