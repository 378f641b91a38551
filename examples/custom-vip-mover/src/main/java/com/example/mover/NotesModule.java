package com.example.mover;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.MapBinder;
import io.mainstay.vip.VipMoverFactory;

/** Brings the mover under the name {@code notes}. */
public final class NotesModule extends AbstractModule {
  @Override
  protected void configure() {
    MapBinder.newMapBinder(binder(), String.class, VipMoverFactory.class)
        .addBinding("notes")
        .toInstance(new NotesMoverFactory());
  }
}
